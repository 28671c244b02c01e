/**
 * Where the control program's blocks have what the assist works on: displacements, and flags of the bytes there. Names are
 * the control program's (SY20-0884); displacements are those of VM/370 release 6, as Hercules 4.x has them.
 */

/** Prefix storage area: real addresses. */
export const PSA = {
  TRACSTRT: 0x00c,
  TRACEND: 0x010,
  TRACCURR: 0x014,
  IOOPSW: 0x038,
  QUANTUMR: 0x04c,
  INTTIMER: 0x050,
  QUANTUM: 0x054,
  PROBTIME: 0x328,
  RUNPSW: 0x330,
  RUNUSER: 0x338,
  RUNCR0: 0x340,
  RUNCR1: 0x344,
  CPSTATUS: 0x348,
  /** X'FF' while free storage is extended. */
  XTNDLOCK: 0x349,
  CPSTAT2: 0x34a,
  ASYSVM: 0x37c,
  /** First address behind the nucleus. */
  APAGCP: 0x3d0,
  CPCREG0: 0x3d4,
  ASVCLIST: 0x3e4,
  LASTUSER: 0x3ec,
  TRACFLG1: 0x400,
  TRACFLG2: 0x401,
  APSTAT2: 0x69b,
  PROBSTRT: 0x6a8,
  STACKVM: 0x6d0,
} as const;

export const CPSTATUS = { CPWAIT: 0x80, CPRUN: 0x40, CPEX: 0x20, CPSUPER: 0x08 } as const;
export const CPSTAT2 = { CPSHRLK: 0x20 } as const;
export const APSTAT2 = { CPMCHLK: 0x10, CPPTLBR: 0x02 } as const;
export const TRACFLG1 = { TRAC02: 0x40, TRAC67: 0x04 } as const;
export const TRACFLG2 = { TRAC0A: 0x80 } as const;

/** Block of a virtual machine. */
export const VMBLOK = {
  VMQFPNT: 0x000,
  /** Address of the ECBLOK; control register 0 itself of a virtual machine without EC mode. */
  VMECEXT: 0x00c,
  VMSEG: 0x010,
  VMDVSTRT: 0x020,
  VMRSTAT: 0x058,
  VMDSTAT: 0x059,
  VMOSTAT: 0x05a,
  VMQSTAT: 0x05b,
  VMPSTAT: 0x05c,
  VMESTAT: 0x05d,
  VMTRCTL: 0x05e,
  VMQLEVEL: 0x060,
  VMTLEVEL: 0x062,
  VMPEND: 0x063,
  VMIOINT: 0x06a,
  VMTIMER: 0x06c,
  VMTMOUTQ: 0x078,
  VMTTIME: 0x080,
  VMTMINQ: 0x088,
  VMTREXT: 0x0a0,
  VMPSW: 0x0a8,
  VMGPRS: 0x0b0,
  VMFPRS: 0x0f0,
  VMMICRO: 0x17c,
  VMPXINT: 0x184,
  VMASSIST: 0x19c,
  VMNOECPS: 0x1a7,
  VMSTKCNT: 0x1cc,
} as const;

export const VMRSTAT = {
  VMCFWAIT: 0x80,
  VMPGWAIT: 0x40,
  VMIOWAIT: 0x20,
  VMPSWAIT: 0x10,
  VMEXWAIT: 0x08,
  VMLOGON: 0x04,
  VMLOGOFF: 0x02,
  VMIDLE: 0x01,
} as const;
/** Whatever keeps the control program from running the virtual machine. */
export const VMCPWAIT =
  VMRSTAT.VMCFWAIT | VMRSTAT.VMPGWAIT | VMRSTAT.VMIOWAIT | VMRSTAT.VMEXWAIT | VMRSTAT.VMLOGOFF | VMRSTAT.VMLOGON;
export const VMDSTAT = { VMDSP: 0x80, VMTSEND: 0x40, VMQSEND: 0x20, VMRUN: 0x08 } as const;
export const VMOSTAT = { VMSHR: 0x40, VMCF: 0x02, VMKILL: 0x01 } as const;
export const VMQSTAT = { VMCFREAD: 0x02 } as const;
export const VMPSTAT = { VMV370R: 0x40 } as const;
export const VMESTAT = { VMSHADT: 0x80, VMEXTCM: 0x08, VMNEWCR0: 0x04, VMINVSEG: 0x02, VMINVPAG: 0x01 } as const;
export const VMTRCTL = { VMTRPER: 0x80, VMTRSVC: 0x40, VMTRPRV: 0x04, VMTRBRIN: 0x01 } as const;
export const VMQLEVEL = { VMCOMP: 0x40 } as const;
export const VMTLEVEL = { VMTON: 0x80, VMRON: 0x40 } as const;
export const VMPEND = { VMPERPND: 0x40, VMPGPND: 0x08 } as const;
/** Bits of control register 6, in the first byte of VMMICRO. */
export const VMMCR6 = { VMMFE: 0x80, VMMPROB: 0x40, VMMNOSK: 0x20, VMMSHADT: 0x04, VMMVTMR: 0x01 } as const;

/** Extension of a VMBLOK for EC mode: the virtual control registers, and shadow tables' control registers. */
export const ECBLOK = { EXTCR0: 0x00, EXTCR2: 0x08, EXTSHCR0: 0x40, EXTSHCR1: 0x44, EXTSHLEN: 0x48 } as const;
/** Extension of a VMBLOK for tracing: control registers 9 to 11. */
export const TREXT = { TREXCR9: 0x1c } as const;
/** An external interruption that waits. */
export const XINTBLOK = { XINTNEXT: 0x00, XINTMASK: 0x0a } as const;
/** A request to go on later, by registers 0 to 15. */
export const CPEXBLOK = { CPEXFPNT: 0x00, CPEXBPNT: 0x04, CPEXADD: 0x0c, CPEXREGS: 0x10, doublewords: 10 } as const;
/** Of an IOBLOK or a TRQBLOK, which are stacked alike. */
export const STACKED = { FPNT: 0x08, BPNT: 0x0c, USER: 0x18, IRA: 0x1c } as const;
export const IOBLOK = { IOBCAW: 0x20, IOBSPEC2: 0x39 } as const;
export const IOBSPEC2 = { IOBUNREL: 0x20, IOBCLN: 0x40 } as const;

/**
 * Where a program's caller's registers are saved, the next save area's address while it is free, and what the programs that translate
 * channel programs keep in theirs.
 */
export const SAVEAREA = {
  SAVENEXT: 0x00,
  SAVERETN: 0x00,
  SAVER12: 0x04,
  SAVER13: 0x08,
  PRVCOMND: 0x0c,
  PRVFLAG: 0x0d,
  VIRCOMND: 0x0e,
  VIRFLAG: 0x0f,
  SAVEREGS: 0x10,
  SAVER8: 0x30,
  SAVER10: 0x38,
  MEMO1: 0x41,
  MEMO2: 0x42,
  FIRSTRCW: 0x44,
  DEVTABLE: 0x50,
  THISRCW: 0x58,
} as const;
export const PRVFLAG = { SMCOM: 0x01, FWDTIC: 0x04 } as const;
export const MEMO1 = { HADISAM: 0x01, HADUTIC: 0x02 } as const;
export const MEMO2 = { STRTNEW: 0x40 } as const;

/** Part of a real channel program: 16 bytes, and then its CCWs. */
export const RCWTASK = {
  RCWPNT: 0x00,
  RCWVCAW: 0x04,
  RCWVCNT: 0x08,
  RCWRCNT: 0x0a,
  RCWMARK: 0x0c,
  RCWCCNT: 0x0e,
  RCWHSIZ: 0x10,
} as const;
/** A CCW of it. The byte behind the flags is the control program's. */
export const RCWCCW = { RCWFLAG: 0x04, RCWCTL: 0x05, RCWCNT: 0x06 } as const;
export const RCWFLAG = { CD: 0x80, CC: 0x40, IDA: 0x04 } as const;
export const RCWCTL = { RCWIO: 0x80, RCWGEN: 0x40, RCWHMR: 0x20, RCW2311: 0x04, RCWSHR: 0x01 } as const;

export const VDEVBLOK = {
  VDEVTYPC: 0x04,
  VDEVTYPE: 0x05,
  VDEVSTAT: 0x06,
  VDEVFLAG: 0x07,
  VDEVRELN: 0x10,
  VDEVFLG2: 0x38,
} as const;
export const VDEVTYPC = { CLASGRAF: 0x40, CLASDASD: 0x04 } as const;
export const VDEVTYPE = { TYP3277: 0x04, TYP3278: 0x01 } as const;
export const VDEVSTAT = { VDEVDED: 0x01 } as const;
export const VDEVFLAG = { VDEVUC: 0x01 } as const;
export const VDEVFLG2 = { VDEVRRF: 0x80 } as const;

/** What calls go by: first free save area, and addresses between which programs and save areas lie. */
export const SVCLIST = { NEXTSAVE: 0x00, SLCADDR: 0x04, DMKSVCHI: 0x08, DMKSVCLO: 0x0c } as const;

/** Row of the table that says what segment and page tables of each format look like. */
export const ARCHTECT = { PINVBIT: 0x08, PAGTLEN: 0x12 } as const;
/** Shared systems of a virtual machine, and what is known of each. */
export const VMABLOK = { VMAFPNT: 0x00, VMASHRBK: 0x04 } as const;
export const SHRTABLE = { SHRSEGCT: 0x14, SHRSEGNM: 0x18 } as const;
