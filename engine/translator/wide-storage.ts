/**
 * Storage by 64-bit addresses, for machines whose programs have more than 4 GiB of them. Places, and what is done with them,
 * are the core's.
 */
import type { I32, I64 } from "./operations.ts";

export interface WideStorageOperationsOn<T32, T64> {
  loadAt8(address: T64): T32;
  loadAt16(address: T64): T32;
  loadAt32(address: T64): T32;
  loadAt64(address: T64): T64;
  storeAt8(address: T64, value: T32): void;
  storeAt16(address: T64, value: T32): void;
  storeAt32(address: T64, value: T32): void;
  storeAt64(address: T64, value: T64): void;
  /** Faults as reading `length` bytes (1 or more) would; changes nothing but reference bits. */
  probeLoadAt(address: T64, length: T32): void;
  /** Faults as storing `length` bytes would. */
  probeStoreAt(address: T64, length: T32): void;
  /** Place of `length` bytes that may be read, or a negative number where they do not lie together. Faults as reading would. */
  placeToLoadAt(address: T64, length: T32): T32;
  /** The same for storing; negative also where a store must be noticed. */
  placeToStoreAt(address: T64, length: T32): T32;
}

/** What definitions see. */
export type WideStorageOperations = WideStorageOperationsOn<I32, I64>;

/** How an instruction set turns a program's 64-bit address into a place in linear memory. */
export interface WideAddressPort {
  /**
   * Byte offset in linear memory at which `length` bytes may be read, or -1 where they do not lie together (the interpreter
   * then asks for one at a time). `address` is signed. Throws `Trap` where the access faults.
   */
  placeToLoadAt(address: bigint, length: number): number;
  placeToStoreAt(address: bigint, length: number): number;
}
