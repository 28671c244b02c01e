/** A display's screen as it crosses from worker to page: characters in one string, and which of them are bright. */
import type { Screen } from "../../engine/index.ts";

export interface ScreenView extends Omit<Screen, "cells"> {
  readonly address: number;
  readonly text: string;
  /** "1" for an intensified position, "0" for another. */
  readonly bright: string;
}

export function screenView(address: number, { cells, ...screen }: Screen): ScreenView {
  return {
    ...screen,
    address,
    text: cells.map(({ character }) => character).join(""),
    bright: cells.map(({ isIntensified }) => (isIntensified ? "1" : "0")).join(""),
  };
}
