/** Attacks by PSWs: malformed, lost, disabled, in loops. */
import { type Attack, ENDED, guest, LOOP, stubborn } from "../programs.ts";

export const PSWS: readonly Attack[] = [
  {
    name: "disabled wait",
    tries: "to stop the processor for everybody",
    source: guest(""),
    sees: ENDED,
  },
  {
    name: "malformed program new PSW",
    tries: "to have the processor interrupt itself for ever",
    source: guest(
      "         LPSW  BAD\n         DS    0D\nBAD      DC    X'FFFFFFFFFFFFFFFF'\n         ORG   GUEST+X'68'\n         DC    X'00080000FF000001'\n         ORG   GUEST+X'300'",
    ),
    sees: "DMKDSP453W CP ENTERED; PROGRAM INTERRUPT LOOP",
  },
  {
    name: "program checks without end",
    tries: "to keep CP in reflecting",
    source: guest("LOST     DC    X'0000'", { program: "LOST" }),
    sees: "",
  },
  {
    name: "PSW beyond storage",
    tries: "to execute what is not its own",
    source: guest("         LPSW  FAR\n         DS    0D\nFAR      DC    X'0000000000FFFFFE'", {
      program: "X'FFFFFE'",
    }),
    sees: "",
  },
  {
    name: "odd PSW",
    tries: "to execute from odd addresses",
    source: guest("         LPSW  ODD\n         DS    0D\nODD      DC    X'0000000000000201'", { program: "X'201'" }),
    sees: "",
  },
  {
    name: "LPSW of itself",
    tries: "to have CP load one PSW for ever",
    source: guest("LOOP     LPSW  SAME\n         DS    0D\nSAME     DC    X'00000000',A(LOOP)"),
    sees: "",
  },
  {
    name: "SVC loop",
    tries: "to have CP swap PSWs for ever",
    source: guest("LOOP     SVC   255", { supervisor: "LOOP" }),
    sees: "",
  },
  {
    name: "EXECUTE of EXECUTE",
    tries: "to have the processor chase its tail",
    source: guest("LOOP     EX    0,LOOP", { program: "LOOP" }),
    sees: "",
  },
  {
    name: "disabled loop",
    tries: "to keep the processor",
    source: guest("LOOP     B     LOOP"),
    sees: "",
  },
  {
    name: "enabled wait for nothing",
    tries: "to wait for what never comes",
    source: guest("         LPSW  WAIT\n         DS    0D\nWAIT     DC    X'FF02000000000000'", { external: "BEGIN" }),
    sees: "",
  },
  {
    name: "every system mask in both modes",
    tries: "PSWs with every first byte",
    source: stubborn(`
         LA    3,0
MASKS    STC   3,BASIC
         STC   3,EXTENDED
         LA    5,AFTER1
         ST    5,BASIC+4
         LPSW  BASIC
AFTER1   LA    5,AFTER2
         ST    5,EXTENDED+4
         LPSW  EXTENDED
AFTER2   LPSW  BACK
BACKAT   LA    3,1(,3)
         C     3,=F'256'
         BL    MASKS
         B     DONE
         DS    0D
BASIC    DC    X'0000000000000000'
EXTENDED DC    X'0008000000000000'
BACK     DC    X'00000000',A(BACKAT)`),
    sees: "",
  },
  {
    name: "SSM, STOSM and STNSM without end",
    tries: "to spend CP's time on masks",
    source: stubborn(`
         SSM   ONES
         STOSM MASK,X'FF'
         STNSM MASK,X'00'
${LOOP}
ONES     DC    X'FF'
MASK     DC    X'00'`),
    sees: "",
  },
];
