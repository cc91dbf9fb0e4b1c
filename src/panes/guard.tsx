/**
 * An error boundary around one pane: a fault becomes a sentence in its place, and the next change of what is shown
 * tries again.
 */
import { Component, type ReactNode } from 'react';
import { errorText } from '../format/errors.js';
import { line } from '../terminal/line.js';
import { cut, safe } from '../terminal/text.js';
import type { Theme } from '../terminal/theme.js';
import { PaintedLines } from './painted-lines.js';

interface GuardProps {
  /** Name of the pane in the sentence. */
  name: string;
  width: number;
  height: number;
  theme: Theme;
  /** A change of this draws the pane again after a fault. */
  shown: unknown;
  children: ReactNode;
}

interface GuardState {
  fault: string | null;
  /** What was shown when it failed. */
  shown: unknown;
}

export class Guard extends Component<GuardProps, GuardState> {
  override state: GuardState = { fault: null, shown: null };

  static getDerivedStateFromError(error: unknown): Partial<GuardState> {
    return { fault: errorText(error) };
  }

  static getDerivedStateFromProps(props: GuardProps, state: GuardState): Partial<GuardState> | null {
    return state.shown === props.shown ? null : { fault: null, shown: props.shown };
  }

  override render(): ReactNode {
    const { name, width, height, theme, children } = this.props;
    if (this.state.fault === null) return children;
    const sentence = cut(safe(` The ${name} could not be drawn: ${this.state.fault}`), width);
    return <PaintedLines lines={[line(sentence, 'error')]} width={width} height={height} theme={theme} />;
  }
}
