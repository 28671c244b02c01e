/**
 * How CP waits: it never does. Work that lacks something (a page that is not in storage, a block of a disk, a line from a terminal) is given up by
 * throwing a Wait, after whatever brings the thing has been set going; when that has come, the work is done again from its beginning. So all of CP's
 * work is written as if everything were there, and must not have changed anything before its last Wait. What is repeated is charged again, as a real
 * CP would spend its time on it.
 */
export class Wait extends Error {
  override readonly name = "Wait";
  /** What is waited for: "page 3 12", "block 0 1234", "terminal 009". `Cp.wake` with the same text ends it. */
  readonly what: string;

  constructor(what: string) {
    super(`waiting for ${what}`);
    this.what = what;
  }
}

/** A program interruption for the virtual machine ends the simulation of its instruction. */
export class Reflected extends Error {
  override readonly name = "Reflected";
  /** Program-interruption code. */
  readonly code: number;
  /** Of a translation exception: the address that was to be translated. */
  readonly address: number | undefined;

  constructor(code: number, address?: number) {
    super(`program interruption ${code.toString(16).toUpperCase().padStart(4, "0")}`);
    this.code = code;
    this.address = address;
  }
}
