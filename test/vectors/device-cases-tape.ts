/** Cases about tapes: each command of a 3420, and each of its endings, on AWS and HET images. */
import type { DeviceCase } from "./device-case.ts";
import { controls } from "./device-cases/tape-controls.ts";
import { reading } from "./device-cases/tape-reading.ts";
import { writing } from "./device-cases/tape-writing.ts";

export const cases: readonly DeviceCase[] = [...reading, ...writing, ...controls];
