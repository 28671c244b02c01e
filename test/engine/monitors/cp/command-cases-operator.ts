/** The system's operators, its programmers and analysts. */
import { type CommandCase, same, says, written } from "./command-case.ts";
import type { Room } from "./command-room.ts";

const LOAD = /^CPU-\d{3}% APU-\d{3}% Q1-\d\d Q2-\d\d STORAGE-\d{3}% RATIO-\d\d?\.\d$/;
const by = { by: "operator" } as const;
const locked = ({ cp, vm }: Room): boolean[] => [0, 3, 4].map((page) => cp.storage.isLocked(vm("SMITH"), page));
const enabled = ({ cp }: Room): boolean[] => [0x020, 0x0c0].map((address) => cp.state.terminals[address].enabled);
const USED = /^CONNECT= \d\d:\d\d:\d\d VIRTCPU= \d{3}:\d\d\.\d\d TOTCPU= \d{3}:\d\d\.\d\d$/;

/** A word of real storage, altered and shown. */
function altered(cases: readonly (readonly [line: string, word: string])[]): CommandCase[] {
  return cases.map(([line, word]) => ({
    ...by,
    line,
    answer: ["STORE COMPLETE"],
    effect: says("dcp 100", "operator"),
    is: [`000100  ${word}`],
  }));
}

export const OPERATOR_CASES: readonly CommandCase[] = [
  {
    ...by,
    before: ["set acnt on"],
    line: "ACNT smith",
    answer: [],
    effect: (room) => written("smith")(room).every((line) => USED.test(line)),
    is: true,
  },
  {
    ...by,
    before: ["set acnt on"],
    line: "ACNT ALL",
    answer: [],
    effect: (room) => written("smith")(room).every((line) => USED.test(line)),
    is: true,
  },
  { ...by, line: "LOCK smith 0 3", answer: ["LOCK COMPLETE"], effect: locked, is: [true, true, false] },
  {
    ...by,
    before: ["operator: lock smith 0 3"],
    line: "UNLOCK smith 0 3",
    answer: ["UNLOCK COMPLETE"],
    effect: locked,
    is: [false, false, false],
  },
  { ...by, line: "UNLOCK VIRT=REAL", answer: ["VIRT=REAL AREA NOT AVAILABLE"] },
  {
    ...by,
    before: ["store 0 1", "store 1000 1"],
    line: "LOCK smith 0 1 MAP",
    answer: ["VIRTPAGE REALPAGE", /^ {5}000 {6}[\dA-F]{3}$/, /^ {5}001 {6}[\dA-F]{3}$/, "LOCK COMPLETE"],
  },
  { ...by, line: "LOCK smith 3 0", answer: ["INVALID RANGE - 3 0"] },
  { ...by, line: "DISABLE 020", answer: ["COMMAND COMPLETE"], effect: enabled, is: [false, true] },
  { ...by, line: "DISABLE ALL", answer: ["COMMAND COMPLETE"], effect: enabled, is: [false, false] },
  {
    ...by,
    before: ["operator: disable all"],
    line: "ENABLE 020",
    answer: ["COMMAND COMPLETE"],
    effect: enabled,
    is: [true, false],
  },
  {
    ...by,
    before: ["operator: disable all"],
    line: "ENABLE ALL",
    answer: ["COMMAND COMPLETE"],
    effect: enabled,
    is: [true, true],
  },
  { ...by, line: "SAVESYS mini", answer: ["SYSTEM SAVED"] },
  { ...by, line: "SAVESYS nosuch", answer: ["NOSUCH SYSTEM DOES NOT EXIST"] },
  {
    ...by,
    line: "SHUTDOWN",
    answer: [
      /SYSTEM SHUTDOWN STARTED$/,
      USED,
      /^LOGOFF AT/,
      "VM/370 ONLINE",
      "DMKCKP960I SYSTEM WARM START DATA SAVED",
      "DMKCPI961W SYSTEM SHUTDOWN COMPLETE",
    ],
    effect: ({ cp }) => cp.vms.length,
    is: 0,
  },
  { line: "INDICATE LOAD", answer: [LOAD] },
  { line: "INDICATE", answer: [LOAD] },
  {
    line: "INDICATE USER",
    answer: [/^PAGES: RES-\d{4} WS-\d{4} READS=\d{6}/, /^VTIME=\d{3}:\d\d TTIME=\d{3}:\d\d SIO=\d{6}/],
  },
  { ...by, line: "INDICATE USER smith", answer: [/^PAGES: /, /^VTIME=/] },
  { line: "INDICATE USER operator", answer: ["INVALID OPTION - OPERATOR"] },
  { line: "INDICATE EXITS", answer: [/^CAUSE /, /^TOTAL +\d+ +\d+ +\d+$/] },
  ...same(["NO USERS IN LIST"], ["INDICATE QUEUES", "INDICATE I/O", "INDICATE PAGING WAIT"], by),
  { ...by, line: "INDICATE PAGING ALL", answer: ["OPERATOR 000:000, SMITH    000:000"] },
  { line: "INDICATE QUEUES", answer: [/^INVALID OPTION - Q/] },
  ...same(["000200  00000000 00000000 00000000 00000000"], ["DCP 200.10", "DCP L200-20f"], by),
  {
    ...by,
    before: ["operator: stcp 100 c1c2c3c4"],
    line: "DCP T100-103",
    answer: [/^000100 {2}C1C2C3C4 [\dA-F ]{26} +\*ABCD.{12}\*$/],
  },
  { ...by, line: "DCP L1ffffc-END", answer: [/^1FFFFC {2}[\dA-F]{8}$/] },
  { ...by, line: "DCP 200000", answer: ["HEXLOC 200000 EXCEEDS STORAGE"] },
  ...same(["COMMAND COMPLETE"], ["DMCP 0-fff * first page", "DMCP L0.20", "DMCP T0.20", "DMCP 1ff000-END"], by),
  ...altered([
    ["STCP 100 c1c2c3c4", "C1C2C3C4"],
    ["STCP L100 1", "00000001"],
    ["STCP S101 ffee", "00FFEE00"],
  ]),
  { ...by, line: "STCP 200000 1", answer: ["HEXLOC 200000 EXCEEDS STORAGE"] },
  { ...by, line: "STCP 100", answer: ["INVALID HEXDATA - 100"] },
  {
    ...by,
    line: "LOCATE smith",
    answer: [/^VMBLOK [\dA-F]{6}$/],
    effect: ({ vm }) => vm("SMITH").block % 0x1000,
    is: 0,
  },
  { ...by, line: "LOCATE nobody", answer: ["NOBODY NOT LOGGED ON"] },
];
