/** Calls as lines of a script: one that is answered, one that is refused. */

/** A call that was answered; `headers` are lines of the INVITE. */
export function accepted(
  at: number,
  way: string,
  id: string,
  options: string,
  headers: readonly string[] = [],
): string {
  const back = way.split('>').reverse().join('>');
  return `
    ${at} ${way} INVITE 1 id=${id} ${options}
    ${headers.map(each => `| ${each}`).join('\n')}
    ${at + 0.2} ${back} 180_Ringing 1 id=${id} to=x ${options}
    ${at + 2} ${back} 200_OK 1 id=${id} to=x ${options}
    ${at + 2.1} ${way} ACK 1 id=${id} to=x branch=${id} ${options}
    ${at + 9} ${way} BYE 2 id=${id} to=x ${options}
    ${at + 9.1} ${back} 200_OK 2 of=BYE id=${id} to=x ${options}`;
}

/** A call that was refused at once; options of the response may follow the status. */
export function refused(
  at: number,
  way: string,
  id: string,
  options: string,
  headers: readonly string[] = [],
  status = '403_Forbidden',
): string {
  const back = way.split('>').reverse().join('>');
  const [answer, ...more] = status.split(' ');
  return `
    ${at} ${way} INVITE 1 id=${id} ${options}
    ${headers.map(each => `| ${each}`).join('\n')}
    ${at + 0.01} ${back} 100_Trying 1 id=${id} ${options}
    ${at + 0.03} ${back} ${answer} 1 id=${id} to=x ${options} ${more.join(' ')}
    ${at + 0.04} ${way} ACK 1 id=${id} to=x ${options}`;
}
