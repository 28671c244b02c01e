/** The course's terms. Lessons link to them on first use. */

export interface GlossaryEntry {
  /** Address in the page: lower case, hyphens. */
  readonly id: string;
  readonly term: string;
  readonly meaning: string;
  /** Other ways to write it. */
  readonly also?: readonly string[];
}

const entries: readonly Omit<GlossaryEntry, "id">[] = [
  {
    term: "BC mode",
    meaning:
      "Basic control: the System/370 processor with the System/360's form of the PSW, without address translation.",
  },
  {
    term: "Condition code",
    meaning:
      "Two bits of the PSW, 0 to 3, set by comparisons, arithmetic and many other instructions, and tested by Branch on Condition.",
  },
  {
    term: "Container",
    meaning:
      "Processes that share one kernel, which shows each group its own file system, process numbers and network.",
    also: ["containers"],
  },
  {
    term: "Control register",
    meaning:
      "One of sixteen registers that only a program in supervisor state can load: masks, the address of the segment table, and more.",
    also: ["control registers"],
  },
  {
    term: "CP",
    meaning: "Control Program: the part of VM/370 that makes virtual machines; what is now called a hypervisor.",
  },
  {
    term: "CMS",
    meaning: "Conversational Monitor System: VM/370's operating system for one user, made to run in a virtual machine.",
  },
  {
    term: "CCW",
    meaning: "Channel command word: one step of a channel program, eight bytes: command, data address, flags, count.",
    also: ["channel command word"],
  },
  {
    term: "DAT",
    meaning:
      "Dynamic address translation: the hardware that turns a virtual address into a real one by segment and page tables.",
    also: ["dynamic address translation"],
  },
  {
    term: "Displacement",
    meaning: "Twelve bits of an instruction, 0 to 4,095, added to a base register to form an address.",
    also: ["displacements"],
  },
  { term: "EBCDIC", meaning: "IBM's character code: A is X'C1', 0 is X'F0', a blank is X'40'." },
  {
    term: "EC mode",
    meaning: "Extended control: the processor with the System/370's form of the PSW, which address translation needs.",
  },
  {
    term: "Emulator",
    meaning:
      "A program that carries out another machine's instructions one at a time, each by instructions of its own.",
    also: ["emulation"],
  },
  { term: "Guest", meaning: "What runs inside a virtual machine, usually an operating system.", also: ["guests"] },
  {
    term: "Hypervisor",
    meaning:
      "The program that makes virtual machines and shares the real one among them. This course also says monitor, as the 1974 papers do.",
    also: ["hypervisors", "virtual machine monitor"],
  },
  {
    term: "Interruption",
    meaning:
      "The hardware's way to take the processor away from a program: it stores the current PSW as the old one and loads a new one. Intel says interrupt or exception.",
    also: ["interruptions"],
  },
  {
    term: "Interval timer",
    meaning:
      "A word of storage at X'50' that the hardware counts down; when it goes below zero, an external interruption is due.",
  },
  { term: "IPL", meaning: "Initial program load: how a System/370 starts. It ends with a PSW loaded from location 0." },
  {
    term: "Literal",
    meaning: "A constant written where it is used, =F'1'; the assembler puts it in storage and addresses it.",
    also: ["literals"],
  },
  {
    term: "LPSW",
    meaning:
      "Load PSW: a privileged instruction that replaces the whole PSW from storage, and so goes to another program in another state.",
  },
  {
    term: "Minidisk",
    meaning: "A run of cylinders of a real disk that a virtual machine sees as a whole disk.",
    also: ["minidisks"],
  },
  {
    term: "Monitor",
    meaning: "The program that gets the guests' traps and carries them out: the hypervisor, in this course's labs.",
  },
  {
    term: "Privileged instruction",
    meaning:
      "An instruction that works in supervisor state and, in problem state, causes a program interruption instead.",
    also: ["privileged", "privileged instructions"],
  },
  {
    term: "Privileged-operation exception",
    meaning: "Program interruption with code 2: a privileged instruction was met in problem state.",
    also: ["privileged operation exception"],
  },
  {
    term: "Problem state",
    meaning:
      "The state in which ordinary programs run: bit 15 of the PSW is one, and privileged instructions trap. Elsewhere: user mode, ring 3.",
  },
  {
    term: "Process virtual machine",
    meaning: "A machine that exists only for one program, such as the JVM: an instruction set without devices.",
    also: ["process VM", "process VMs"],
  },
  {
    term: "PSW",
    meaning:
      "Program status word: eight bytes that hold the address of the next instruction, the condition code, the masks and the state of the processor.",
    also: ["program status word"],
  },
  {
    term: "Sensitive instruction",
    meaning:
      "An instruction that changes the machine's resources or shows their real state, so that a guest must not run it directly.",
    also: ["sensitive", "sensitive instructions"],
  },
  {
    term: "Shadow page table",
    meaning:
      "A table that the monitor makes from the guest's own tables and its own, so that the hardware translates in one step from the guest's virtual addresses to real ones.",
    also: ["shadow table", "shadow tables", "shadow page tables"],
  },
  { term: "SIO", meaning: "Start I/O: the privileged instruction that sets a channel to work on a channel program." },
  {
    term: "SSM",
    meaning:
      "Set System Mask: a privileged instruction that loads the first byte of the PSW, and so turns interruptions on and off.",
  },
  { term: "Storage", meaning: "IBM's word for memory." },
  {
    term: "Storage key",
    meaning:
      "Four bits for each 2,048 bytes of storage; a store is allowed when they equal the key in the PSW, or that is zero.",
    also: ["storage protection"],
  },
  {
    term: "Supervisor state",
    meaning: "The state in which every instruction is allowed. Elsewhere: kernel mode, ring 0.",
  },
  {
    term: "SVC",
    meaning: "Supervisor Call: the instruction by which a program asks its operating system for a service.",
  },
  {
    term: "System virtual machine",
    meaning: "A copy of a whole computer, with processor, storage and devices, in which an operating system runs.",
    also: ["system VM", "virtual machine", "VM", "system VMs"],
  },
  {
    term: "Tick",
    meaning: "The unit of time of the machines in this site: an instruction takes one; a million are a second.",
    also: ["ticks"],
  },
  {
    term: "Trap",
    meaning:
      "Control that the hardware takes from a program and gives to the supervisor, because of something that the program did.",
    also: ["traps"],
  },
  {
    term: "Virtual PSW",
    meaning:
      "The PSW that a guest believes it has. The monitor keeps it in storage; the real one stays in problem state.",
    also: ["virtual PSWs"],
  },
  { term: "VM exit", meaning: "On x86 with VMX: a trap from a guest to the hypervisor.", also: ["VM exits"] },
  {
    term: "VMCS",
    meaning: "Virtual-machine control structure: where a VMX processor keeps the state of a guest and what shall trap.",
  },
  {
    term: "Wait state",
    meaning:
      "The processor executes nothing until an interruption comes; if all are masked, it waits for ever, which is how a program ends.",
    also: ["disabled wait"],
  },
];

const idOf = (text: string): string =>
  text
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, "-")
    .replace(/^-|-$/g, "");

/** All entries, by the alphabet. */
export const glossary: readonly GlossaryEntry[] = entries
  .map((entry) => ({ id: idOf(entry.term), ...entry }))
  .sort((a, b) => a.term.localeCompare(b.term, "en"));

const byName = new Map(
  glossary.flatMap((entry) => [entry.term, ...(entry.also ?? [])].map((name) => [idOf(name), entry])),
);

/** The entry of a term, however it is capitalised; of a plural, that of the singular. */
export function entryFor(text: string): GlossaryEntry | undefined {
  const id = idOf(text);
  return byName.get(id) ?? byName.get(id.replace(/s$/, ""));
}
