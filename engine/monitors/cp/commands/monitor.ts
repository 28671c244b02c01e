/** MONITOR: CP's trace table, and the collection of data (GC20-1807, "The MONITOR Command"). */
import type { Cp } from "../cp.ts";
import { findUser } from "../directory/index.ts";
import { sortOf } from "../io/dedicated.ts";
import { isDiskType, isTapeType } from "../io/device-codes.ts";
import { lookAtClock, USUAL_BUFFERS } from "../monitoring/automatic.ts";
import { CLASSES } from "../monitoring/classes.ts";
import { newSpool } from "../monitoring/spool.ts";
import { MODES } from "../monitoring/tape.ts";
import { spoolId } from "../spool/queues.ts";
import { type Command, failed, type Issuer } from "./commands.ts";
import { realDevice } from "./devices-real.ts";
import { buffersOf, classesOf, intervalOf, invalid, limitOf, noMore, timeOf } from "./monitor-operands.ts";
import { address3, issuerVm, isWord, onOff } from "./operands.ts";
import { two } from "./time.ts";

type Action = (cp: Cp, issuer: Issuer, operands: readonly string[]) => void;

function traceTable(cp: Cp, isStart: boolean): void {
  if (isStart === cp.traceTable.isOn) throw failed("MCC", 860, `CPTRACE ALREADY ${isStart ? "ACTIVE" : "INACTIVE"}`);
  if (isStart) cp.traceTable.start();
  else cp.traceTable.stop();
}

/** START [SPOOL [To userid] [BUFFS n] | TAPE raddr [MODE n] [BUFFS n] | CPTRACE]. */
function start(cp: Cp, issuer: Issuer, [what, ...operands]: readonly string[]): void {
  if (isWord(what, "CPTRACE", 3)) {
    noMore(operands);
    traceTable(cp, true);
  } else if (what === undefined || isWord(what, "SPOOL", 2)) startSpool(cp, issuer, operands);
  else if (isWord(what, "TAPE", 2)) startTape(cp, issuer, operands);
  else throw invalid(what);
  issuer.say("COMMAND COMPLETE");
}

function requireNone(cp: Cp): void {
  if (cp.monitoring.session !== undefined) throw failed("MCC", 860, "MONITOR ALREADY ACTIVE");
}

function startSpool(cp: Cp, issuer: Issuer, operands: readonly string[]): void {
  requireNone(cp);
  const { monitoring } = cp.state;
  let to = monitoring.userid ?? cp.configuration.operator ?? "OPERATOR";
  let buffers = USUAL_BUFFERS;
  for (let i = 0; i < operands.length; i += 2) {
    const value = operands.at(i + 1);
    if (isWord(operands[i], "TO", 1)) to = userOf(cp, issuer, value);
    else if (isWord(operands[i], "BUFFS")) buffers = buffersOf(cp, value);
    else throw invalid(operands[i]);
  }
  cp.monitoring.start(issuerVm(issuer).userid, newSpool(cp, to), buffers);
  monitoring.userid = to;
}

function userOf(cp: Cp, issuer: Issuer, word: string | undefined): string {
  if (word === "*") return issuerVm(issuer).userid;
  if (word === undefined || word.length > 8) throw failed("MCC", 20, "USERID MISSING OR INVALID");
  const userid = word.toUpperCase();
  if (findUser(cp.users.current, userid) === undefined) throw failed("MCC", 53, `${userid} NOT IN CP DIRECTORY`);
  return userid;
}

function startTape(cp: Cp, issuer: Issuer, [raddr, ...operands]: readonly string[]): void {
  requireNone(cp);
  const device = realDevice(cp, "MCC", raddr);
  const { type, address } = device;
  if (!isTapeType(type)) throw failed("MCC", 6, `INVALID DEVICE TYPE - ${address3(address)}`);
  const name = `${sortOf(type)} ${address3(address)}`;
  if (device.offline === true) throw failed("MCC", 46, `${name} OFFLINE`);
  if (device.owner !== undefined) throw failed("MCC", 140, `${name} ATTACHED TO ${device.owner}`);
  let mode: number | undefined;
  let buffers = USUAL_BUFFERS;
  for (let i = 0; i < operands.length; i += 2) {
    const value = operands.at(i + 1);
    if (isWord(operands[i], "MODE")) {
      mode = MODES[value ?? ""];
      if (mode === undefined) throw invalid(value);
    } else if (isWord(operands[i], "BUFFS")) buffers = buffersOf(cp, value);
    else throw invalid(operands[i]);
  }
  const tape = { kind: "tape", address, mode, ready: false, begun: false, closing: false } as const;
  cp.monitoring.start(issuerVm(issuer).userid, tape, buffers);
  device.owner = "SYSTEM";
}

/** STOP [SPOOL|TAPE|CPTRACE]. */
function stop(cp: Cp, issuer: Issuer, [what, ...rest]: readonly string[]): void {
  noMore(rest);
  if (isWord(what, "CPTRACE", 3)) traceTable(cp, false);
  else {
    const kind = isWord(what, "SPOOL", 2) ? "spool" : isWord(what, "TAPE", 2) ? "tape" : undefined;
    if (what !== undefined && kind === undefined) throw invalid(what);
    const { session } = cp.monitoring;
    if (session === undefined || session.stopping !== undefined || (kind !== undefined && session.output.kind !== kind))
      throw failed("MCC", 861, "MONITOR NOT ACTIVE");
    // It does not begin by itself again.
    if (session.output.kind === "spool") cp.state.monitoring.automatic = false;
    cp.monitoring.stop(issuerVm(issuer).userid);
  }
  issuer.say("COMMAND COMPLETE");
}

function close(cp: Cp, issuer: Issuer, operands: readonly string[]): void {
  noMore(operands);
  if (cp.monitoring.session?.output.kind !== "spool") throw failed("MCC", 861, "MONITOR NOT ACTIVE");
  cp.monitoring.close();
  issuer.say("COMMAND COMPLETE");
}

function enable(cp: Cp, issuer: Issuer, operands: readonly string[]): void {
  cp.state.monitoring.classes = classesOf(cp, operands);
  issuer.say("COMMAND COMPLETE");
}

function interval(cp: Cp, issuer: Issuer, operands: readonly string[]): void {
  cp.state.monitoring.interval = intervalOf(operands);
  cp.monitoring.intervalChanged();
  issuer.say("COMMAND COMPLETE");
}

function autodisk(cp: Cp, issuer: Issuer, [word, ...rest]: readonly string[]): void {
  noMore(rest);
  const value = onOff(word);
  if (value === undefined) throw invalid(word);
  cp.state.monitoring.automatic = value;
  lookAtClock(cp);
  issuer.say("COMMAND COMPLETE");
}

function time(cp: Cp, issuer: Issuer, operands: readonly string[]): void {
  cp.state.monitoring.time = timeOf(operands);
  lookAtClock(cp);
  issuer.say("COMMAND COMPLETE");
}

function limit(cp: Cp, issuer: Issuer, operands: readonly string[]): void {
  cp.state.monitoring.limit = limitOf(operands);
  issuer.say("COMMAND COMPLETE");
}

/** SEEKS {INclude|EXclude} raddr... | DELete | DISplay. */
function seeks(cp: Cp, issuer: Issuer, [what, ...words]: readonly string[]): void {
  const { monitoring } = cp.state;
  if (isWord(what, "DISPLAY", 3)) {
    noMore(words);
    const { excluded, devices } = monitoring.seeks ?? { excluded: true, devices: [] };
    return issuer.say(`${excluded ? "EXCLUDE" : "INCLUDE"} ${devices.map(address3).join(" ") || "NONE"}`);
  }
  if (isWord(what, "DELETE", 3)) {
    noMore(words);
    monitoring.seeks = undefined;
  } else {
    const excluded = isWord(what, "EXCLUDE", 2);
    if (!excluded && !isWord(what, "INCLUDE", 2)) throw invalid(what);
    if (words.length === 0) throw invalid(undefined);
    const named = words.map((word) => {
      const { type, address } = realDevice(cp, "MCC", word);
      if (!isDiskType(type)) throw failed("MCC", 6, `INVALID DEVICE TYPE - ${address3(address)}`);
      return address;
    });
    const before = monitoring.seeks?.excluded === excluded ? monitoring.seeks.devices : [];
    monitoring.seeks = { excluded, devices: [...new Set([...before, ...named])] };
  }
  issuer.say("COMMAND COMPLETE");
}

function display(cp: Cp, issuer: Issuer, [what, ...rest]: readonly string[]): void {
  noMore(rest);
  const isAll = isWord(what, "ALL");
  const isTape = isWord(what, "TAPE", 1);
  if (what !== undefined && !isAll && !isTape && !isWord(what, "SPOOL", 1) && !isWord(what, "ENABLE", 2))
    throw invalid(what);
  const { session } = cp.monitoring;
  const classes = session === undefined ? (cp.state.monitoring.classes ?? []) : cp.monitoring.classes;
  issuer.say("CLS  KEYWORD");
  for (const { number, keyword } of CLASSES)
    issuer.say(` ${number}   ${keyword.padEnd(8)} ${classes.includes(number) ? "ENABLED" : "DISABLED"}`);
  issuer.say(`CPTRACE ${cp.traceTable.isOn ? "ACTIVE" : "INACTIVE"}`);
  if (session?.output.kind === "tape") issuer.say(`TAPE ${address3(session.output.address)} ACTIVE`);
  if (isTape || isWord(what, "ENABLE", 2)) return;
  spoolLines(cp).forEach((line) => {
    issuer.say(line);
  });
}

/** What automatic monitoring is to do, and the file that is being written. */
function spoolLines(cp: Cp): string[] {
  const { automatic, time: times, userid, limit: most, session, interval: seconds } = cp.state.monitoring;
  const clock = (minute: number): string => `${two(Math.floor(minute / 60))}:${two(minute % 60)}`;
  const when = times === undefined ? "NONE" : `FROM ${clock(times.from)} TO ${clock(times.to)}`;
  const lines = [
    `AUTODISK ${automatic ? "ON" : "OFF"}  TIME ${when}  INTERVAL ${seconds} SEC`,
    `SPOOL TO ${userid ?? cp.configuration.operator ?? "OPERATOR"}  CLASS M  LIMIT ${most === undefined ? "NONE" : `${most.blocks} ${most.action.toUpperCase()}`}`,
  ];
  if (session?.output.kind !== "spool") return lines;
  const { open } = session.output.output.writer;
  return [...lines, `SPOOL FILE ${open === undefined ? "NONE" : spoolId(open.file)}  RECORDS ${session.output.blocks}`];
}

const ACTIONS: readonly (readonly [keyword: string, shortest: number, action: Action])[] = [
  ["DISPLAY", 1, display],
  ["ENABLE", 2, enable],
  ["INTERVAL", 3, interval],
  ["START", 3, start],
  ["STOP", 3, stop],
  ["CLOSE", 5, close],
  ["AUTODISK", 4, autodisk],
  ["TIME", 4, time],
  ["LIMIT", 5, limit],
  ["SEEKS", 5, seeks],
];

function monitor(cp: Cp, issuer: Issuer, [what, ...operands]: readonly string[]): void {
  const found = ACTIONS.find(([keyword, shortest]) => isWord(what, keyword, shortest));
  if (found === undefined) throw invalid(what);
  found[2](cp, issuer, operands);
}

export const monitoring: readonly Command[] = [
  {
    name: "MONITOR",
    shortest: 4,
    classes: "AE",
    format:
      "Display [SPool|Tape|ALL] | ENable class... | INTerval n [SEC|MIN] | STArt [SPool [To userid|*] [BUFFS n]|TAPE raddr [MODE 800|1600|6250] [BUFFS n]|CPTRACE] | STOp [SPool|TAPE|CPTRACE] | CLOSE | AUTOdisk ON|OFF | TIME FROM hh:mm TO|FOR hh:mm|ALL|NONE | LIMIT n [NOSTOP|STOP|SAMPLE] | SEEKS INclude|EXclude raddr...|DELete|DISplay",
    purpose:
      "Collects data of the classes PERFORM, RESPONSE, SCHEDULE, USER, INSTSIM, DASTAP, SEEKS and SYSPROF on a tape or in a spool file; has each interruption and dispatch entered in CP's trace table.",
    run: monitor,
  },
];
