/** How a function of IUCV ends (SC19-6203-2, "IUCV Return Codes and Completion Codes"). */

export interface Outcome {
  readonly conditionCode: number;
  /** IPRCODE, with condition code 1. */
  readonly code?: number;
}

export const DONE: Outcome = { conditionCode: 0 };
/** No message of that kind. */
export const NOT_FOUND: Outcome = { conditionCode: 2 };

/**
 * IPRCODE. The table's part for RECEIVE, REJECT and REPLY could not be read: the meanings of 5, 6, 7 and 9 are those that CP's later releases and programs written for them
 * have.
 */
export const CODES = {
  invalidPath: 1,
  quiesced: 2,
  limitExceeded: 3,
  noPriority: 4,
  tooShort: 5,
  protection: 6,
  addressing: 7,
  otherMessage: 8,
  purged: 9,
  negativeLength: 10,
  notLoggedOn: 11,
  noBuffer: 12,
  tooManyPaths: 13,
  tooManyTheirPaths: 14,
  notAuthorized: 15,
  noSuchService: 16,
  invalidFunctionCode: 17,
  limitTooHigh: 18,
  alreadyDeclared: 19,
  originatorSevered: 20,
  noParameterData: 21,
} as const;

export function refused(code: keyof typeof CODES): Outcome {
  return { conditionCode: 1, code: CODES[code] };
}
