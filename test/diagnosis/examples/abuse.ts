/** Scans, guesses of passwords, and fraud: incidents only. */
import type { Example, NearExample } from './example.js';

const SCAN = '0 a>b OPTIONS 1 ua=friendly-scanner\n0.1 b>a 200_OK 1 of=OPTIONS to=b';

export const ABUSE: readonly Example[] = [
  {
    cause: 'scanner',
    script: SCAN,
    certainty: 'certain',
    sentence: '10.0.0.1 scans 10.0.0.2:5060: its requests call themselves friendly-scanner',
    evidence: ['0:0'],
  },
  {
    cause: 'scanner',
    script: '0 a>b REGISTER 1 ua=sipcli/v1.8\n0.1 b>a 404_Not_Found 1 of=REGISTER to=b',
    certainty: 'certain',
    sentence: '10.0.0.1 scans 10.0.0.2:5060: its requests call themselves sipcli/v1.8',
    evidence: ['0:0'],
  },
];

export const NEARLY_ABUSE: readonly NearExample[] = [
  {
    notCause: 'scanner',
    script: `
      0   a>b REGISTER 1 ua=sipcli/v1.8
      0.1 b>a 401 1 of=REGISTER to=b
      0.2 a>b REGISTER 2 ua=sipcli/v1.8 auth
      0.3 b>a 200_OK 2 of=REGISTER to=b`,
    why: 'it has the password: it is somebody’s own tool',
  },
  {
    notCause: 'scanner',
    script: SCAN.replace('friendly-scanner', 'sipsak'),
    why: 'people ping with it',
  },
  {
    notCause: 'scanner',
    script: SCAN.replace(' ua=friendly-scanner', '').replace('200_OK 1', '200_OK 1 ua=sipvicious'),
    why: 'it is who answers that calls itself so',
  },
];
