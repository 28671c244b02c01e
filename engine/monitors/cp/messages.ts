/**
 * CP's messages, and how far each is known. Their manual, GC20-1808 (VM/370 System Messages), could not be read: what stands in other manuals, on consoles
 * and in the messages of later systems with the same numbers is told here for each; the rest is remembered, or this system's own where VM/370 has no such
 * case. The numbers are those of the texts, in whatever module they are said: DMKCFC026E and DMKCSP026E are one message.
 */

/** Where the text of a message has been read. */
export const MESSAGE_SOURCES = {
  "GC20-1807":
    'VM/370 System Programmer\'s Guide, GC20-1807-7, "Debugging with VM/370" and "The DIAGNOSE Instruction in a Virtual Machine"',
  "SY20-0882": 'VM/370 Service Routines Program Logic, SY20-0882, "DMKDIR"',
  "SY20-0886": 'VM/370 System Logic and Problem Determination Guide, Volume 1, SY20-0886-1, "CP Program Organization"',
  session:
    "sessions of VM/370 Release 6 in public repositories: as there, but for capitals where a later distribution has small letters",
  emx370: "an emulator that answers as VM/370 Release 6 does",
  "z/VM": "the message of this number in z/VM's CP, which is VM/370's but for small letters",
} as const;

export type MessageSource = keyof typeof MESSAGE_SOURCES;

/** A message. What is in small letters, and n, stands for what is said in its place. */
export interface MessageForm {
  readonly number: number;
  /** E: of a command; W: the virtual machine or CP stops; A: somebody must act; I: for information. */
  readonly severity: "A" | "E" | "I" | "W";
  readonly text: string;
  /** Where it has been read; "remembered"; or "own": VM/370 says nothing like it, or nothing that is known. */
  readonly from: readonly MessageSource[] | "own" | "remembered";
}

type Row = readonly [code: string, text: string, ...from: MessageSource[] | ["own"]];

/** "nnnL", its text, and from where; nothing: it is remembered. */
const ROWS: readonly Row[] = [
  ["001E", "?CP: command", "session", "emx370"],
  ["002E", "INVALID OPERAND - operand", "emx370", "z/VM"],
  ["003E", "INVALID OPTION - option", "emx370", "z/VM"],
  ["004E", "INVALID HEXLOC - hexloc"],
  ["005E", "INVALID HEXDATA - hexdata", "z/VM"],
  ["006E", "INVALID DEVICE TYPE - address"],
  ["009E", "INVALID RANGE - range"],
  ["010E", "INVALID REGISTER - register", "z/VM"],
  ["011E", "userid vaddr INVALID DEVICE TYPE"],
  ["013E", "CONFLICTING OPTION - option", "z/VM"],
  ["020E", "USERID MISSING OR INVALID", "emx370", "z/VM"],
  ["021E", "RADDR MISSING OR INVALID"],
  ["022E", "VADDR MISSING OR INVALID", "emx370"],
  ["024E", "CYL MISSING OR INVALID"],
  ["025E", "STORAGE MISSING OR INVALID", "emx370"],
  ["026E", "OPERAND MISSING OR INVALID", "emx370"],
  ["027E", "SPOOLID MISSING OR INVALID"],
  ["028E", "CLASS MISSING OR INVALID", "emx370"],
  ["029E", "FILENAME MISSING OR INVALID"],
  ["029E", "FILETYPE MISSING OR INVALID"],
  ["030E", "COPIES MISSING OR INVALID"],
  ["032E", "DISTCODE MISSING OR INVALID", "emx370"],
  ["033E", "HEXLOC MISSING OR INVALID - hexloc"],
  ["034E", "CHANNEL MISSING OR INVALID"],
  ["040E", "DEV address DOES NOT EXIST", "emx370", "z/VM"],
  ["042E", "SPOOLID nnnn DOES NOT EXIST"],
  ["043E", "BUFFER name NOT FOUND"],
  ["044E", "name SYSTEM DOES NOT EXIST"],
  ["045E", "userid NOT LOGGED ON", "emx370", "z/VM"],
  ["046E", "type raddr OFFLINE"],
  ["048E", "userid vaddr DOES NOT EXIST"],
  ["050E", "PASSWORD INCORRECT - REINITIATE LOGON PROCEDURE"],
  ["051E", "MAXIMUM PASSWORD ATTEMPTS EXCEEDED, TRY AGAIN LATER"],
  ["053E", "userid NOT IN CP DIRECTORY", "z/VM"],
  ["054E", "ALREADY LOGGED ON type raddr", "session", "z/VM"],
  ["055E", "LINE(S) NOT AVAILABLE ON userid"],
  ["056E", "LINE vaddr BUSY ON userid"],
  ["057E", "userid NOT RECEIVING; what OFF", "z/VM"],
  ["057E", "userid NOT RECEIVING; DISCONNECTED"],
  ["058E", "which BUSY", "own"],
  ["059E", "AUTOLOG FAILED FOR userid - why"],
  ["060E", "DUMP FAILED; PRINTER UNAVAILABLE"],
  ["060E", "DUMP FAILED; DUMP IN PROGRESS", "own"],
  ["091E", "DASD vaddr NOT DEFINED; TEMP SPACE NOT AVAILABLE"],
  ["092E", "DEV vaddr NOT DEFINED; ALREADY DEFINED"],
  ["093E", "STORAGE NOT AVAILABLE", "own"],
  ["093E", "VIRT=REAL AREA NOT AVAILABLE", "own"],
  ["094E", "STORAGE EXCEEDS ALLOWED MAXIMUM OF nK"],
  ["101W", "DASD vaddr FORCED R/O; R/O BY users"],
  ["102W", "DASD vaddr FORCED R/O; R/W BY users"],
  ["103W", "DASD vaddr FORCED R/O; R/W BY users; R/O BY users"],
  ["104E", "userid vaddr NOT LINKED; R/O BY users"],
  ["105E", "userid vaddr NOT LINKED; R/W BY users"],
  ["106E", "userid vaddr NOT LINKED; R/W BY users; R/O BY users"],
  ["107E", "userid vaddr NOT LINKED; NOT IN CP DIRECTORY", "emx370"],
  ["108E", "userid vaddr NOT LINKED; VOLID volid NOT MOUNTED", "z/VM"],
  ["109E", "userid vaddr NOT LINKED; INVALID DEVICE TYPE"],
  ["110E", "userid vaddr NOT LINKED; DASD vaddr ALREADY DEFINED", "emx370"],
  ["111E", "userid vaddr NOT LINKED; NO READ PASSWORD"],
  ["112E", "userid vaddr NOT LINKED; NO WRITE PASSWORD"],
  ["113E", "userid vaddr NOT LINKED; NO MULT PASSWORD"],
  ["114E", "userid vaddr NOT LINKED; MODE OR PASSWORD INCORRECT"],
  ["115E", "LINK INVALID; EXCESSIVE INCORRECT PASSWORDS"],
  ["121E", "type raddr NOT ATTACHED TO userid"],
  ["122E", "type raddr ALREADY ATTACHED TO userid"],
  ["122E", "type raddr IN USE BY SYSTEM"],
  ["123E", "userid vaddr ALREADY DEFINED"],
  ["123E", "type vaddr NOT DETACHED; CHANNEL c DEDICATED", "own"],
  ["124E", "type raddr VOLID volid NOT MOUNTED"],
  ["140E", "type raddr ATTACHED TO userid"],
  ["141E", "type raddr INACTIVE"],
  ["142E", "type raddr NOT DRAINED"],
  ["143E", "type raddr IN USE"],
  ["145I", "commands FROM where"],
  ["160E", "HEXLOC hexloc EXCEEDS STORAGE"],
  ["160E", "HEXLOC EXCEEDS STORAGE", "own"],
  ["170E", "name CANNOT BE LOADED INTO A V=R MACHINE", "own"],
  ["170E", "name NEEDS nK OF VIRTUAL STORAGE", "own"],
  ["170E", "PAGE n OF name EXCEEDS VIRTUAL STORAGE", "own"],
  ["171E", "SYSTEM VOLID volid NOT MOUNTED"],
  ["181E", "SHARED SYSTEM name REPLACED WITH NON-SHARED COPY"],
  ["232E", "IPL UNIT ERROR; CSW csw"],
  ["400I", "SYSTEM TEMP SPACE FULL", "session"],
  ["400I", "SYSTEM TEMP SPACE FULL; COMMAND NOT DONE", "own"],
  ["401I", "SYSTEM TEMP SPACE 90 PERCENT FULL"],
  ["410W", "CP ENTERED; PAGING ERROR", "session"],
  ["430I", "SPOOL SPACE FULL; what"],
  ["431A", "READER raddr ID CARD MISSING OR INVALID"],
  ["435E", "PAGING ERROR WHILE WRITING SAVED SYSTEM", "GC20-1807"],
  ["450W", "CP ENTERED; DISABLED WAIT PSW 'psw'", "GC20-1807", "session", "z/VM"],
  ["453W", "CP ENTERED; PROGRAM INTERRUPT LOOP", "GC20-1807", "session"],
  ["456W", "CP ENTERED; what"],
  ["475I", "FATAL DIRECTORY READ ERROR: why"],
  ["500I", "type raddr NOT OPERATIONAL"],
  ["501A", "type raddr INTERVENTION REQUIRED"],
  ["551I", "ERROR RECORDING AREA FULL; RUN EREP", "session"],
  ["751E", "INVALID OPERAND - operand"],
  ["752E", "STATEMENT SEQUENCE ERROR FOLLOWING USER userid", "z/VM"],
  ["753E", "OPERAND MISSING"],
  ["755E", "I/O ERROR"],
  ["758E", "DUPLICATE UNIT DEFINITION"],
  ["760E", "NOT ENOUGH SPACE ALLOCATED FOR DIRECTORY"],
  ["761E", "VOLID READ IS volid NOT volid (ON vaddr)"],
  ["762E", "DIRECTORY CARD MISSING", "SY20-0882"],
  ["860E", "CPTRACE ALREADY state", "own"],
  ["860E", "MONITOR ALREADY ACTIVE", "own"],
  ["861E", "MONITOR NOT ACTIVE", "own"],
  ["908I", "SYSTEM FAILURE; CODE code", "GC20-1807", "session"],
  ["915E", "PERMANENT I/O ERROR ON CHECKPOINT CYLINDER", "GC20-1807"],
  ["920I", "NO WARM START DATA; CKPT START FOR RETRY", "session"],
  ["960I", "SYSTEM WARM START DATA SAVED", "session"],
  ["961W", "SYSTEM SHUTDOWN COMPLETE", "SY20-0886", "session"],
];

function form([code, text, ...from]: Row): MessageForm {
  const severity = code[3];
  if (severity !== "A" && severity !== "E" && severity !== "I" && severity !== "W")
    throw new Error(`a message's code ends with its severity, ${code} does not`);
  const sources = from.filter((source) => source !== "own");
  return {
    number: Number.parseInt(code, 10),
    severity,
    text,
    from: sources.length > 0 ? sources : from.length > 0 ? "own" : "remembered",
  };
}

/** All of them, by number. */
export const MESSAGES: readonly MessageForm[] = ROWS.map(form);
