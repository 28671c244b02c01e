/** Facts in words: where a fact is found, how its value is written, and whether it is what was expected. */
import type { Expectation, Fact, PswField } from "./format.ts";

/** A fact's value: numbers unsigned, storage as upper-case hexadecimal, states by their names. */
export type FactValue = number | string;

const fieldNames: Readonly<Record<PswField, string>> = {
  systemMask: "system mask (bits 0-7)",
  key: "key (bits 8-11)",
  mode: "mode (bit 12)",
  machineCheckMask: "machine-check mask (bit 13)",
  wait: "wait state (bit 14)",
  problem: "problem state (bit 15)",
  conditionCode: "condition code",
  programMask: "program mask",
  address: "instruction address (bits 40-63)",
};

const fieldDigits: Partial<Readonly<Record<PswField, number>>> = { systemMask: 2, key: 1, programMask: 1, address: 6 };

/** "guest A" for "guest-a"; other worlds by their own names. */
export function worldName(world: string): string {
  const guest = /^guest-([a-z])$/.exec(world);
  if (guest !== null) return `guest ${guest[1]?.toUpperCase()}`;
  if (world === "machine") return "the machine";
  if (world === "idle") return "the waiting processor";
  return `the ${world}`;
}

function possessive(world: string): string {
  return `${worldName(world)}'s`;
}

/** Where a fact is found: "guest A's virtual PSW, system mask (bits 0-7)". */
export function factPlace(fact: Fact): string {
  switch (fact.kind) {
    case "register":
      return `${possessive(fact.world)} general register ${fact.register}`;
    case "psw": {
      const psw = fact.world.startsWith("guest-") ? "virtual PSW" : "PSW";
      return `${possessive(fact.world)} ${psw}, ${fieldNames[fact.field]}`;
    }
    case "storage": {
      const at = typeof fact.at === "number" ? hexadecimal(fact.at, 6) : fact.at;
      return `${possessive(fact.world)} storage at ${at}, ${fact.length} ${fact.length === 1 ? "byte" : "bytes"}`;
    }
    case "state":
      return `the state of ${worldName(fact.world)}`;
    case "crossings":
      return `crossings from ${worldName(fact.world)} by ${fact.cause}`;
    case "executed":
      return `instructions executed by ${worldName(fact.world)}`;
  }
}

/** X'00FE' with at least `digits` digits. */
export function hexadecimal(value: number, digits: number): string {
  return `X'${value.toString(16).toUpperCase().padStart(digits, "0")}'`;
}

/** A value of a fact as a message writes it. */
export function factText(fact: Fact, value: FactValue): string {
  switch (fact.kind) {
    case "register":
      return typeof value === "number" ? `${hexadecimal(value >>> 0, 8)} (${signed(value)})` : hexadecimalText(value);
    case "storage":
      return typeof value === "number" ? hexadecimal(value, fact.length * 2) : hexadecimalText(value);
    case "psw": {
      if (typeof value === "string") return fact.field === "mode" ? value : hexadecimalText(value);
      if (fact.field === "mode") return value === 0 ? "0 (BC)" : "1 (EC)";
      const digits = fieldDigits[fact.field];
      return digits === undefined ? String(value) : hexadecimal(value, digits);
    }
    default:
      return String(value);
  }
}

function signed(value: number): string {
  return (value | 0).toLocaleString("en");
}

function hexadecimalText(value: string): string {
  return /^[0-9a-f]+$/i.test(value) ? `X'${value.toUpperCase()}'` : value;
}

/** An expectation as a message writes it. */
export function expectationText(fact: Fact, expect: Expectation): string {
  if ("is" in expect) return factText(fact, expect.is);
  if ("not" in expect) return `anything but ${factText(fact, expect.not)}`;
  if ("atLeast" in expect) return `at least ${factText(fact, expect.atLeast)}`;
  return `at most ${factText(fact, expect.atMost)}`;
}

/** Whether a value is what was expected. */
export function holds(value: FactValue, expect: Expectation): boolean {
  if ("is" in expect) return isSame(value, expect.is);
  if ("not" in expect) return !isSame(value, expect.not);
  const number = typeof value === "number" ? BigInt(value) : unsignedOf(value);
  if (number === undefined) return false;
  if ("atLeast" in expect) return number >= BigInt(expect.atLeast);
  return number <= BigInt(expect.atMost);
}

/** Numbers compare as unsigned, strings without regard to case; a number and a string compare by the string as hexadecimal. */
function isSame(value: FactValue, wanted: FactValue): boolean {
  if (typeof value === "string" && typeof wanted === "string") return value.toUpperCase() === wanted.toUpperCase();
  return asUnsigned(value, value) === asUnsigned(wanted, value);
}

function asUnsigned(value: FactValue, like: FactValue): bigint | undefined {
  if (typeof value === "string") return unsignedOf(value);
  // A negative expectation is the two's complement of as many bytes as the fact has.
  const bits = typeof like === "string" ? like.length * 4 : 32;
  return value < 0 ? BigInt.asUintN(bits, BigInt(value)) : BigInt(value);
}

function unsignedOf(text: string): bigint | undefined {
  return /^[0-9a-f]+$/i.test(text) ? BigInt(`0x${text}`) : undefined;
}
