/** Which assists a processor has. */

/** Assists as they were ordered: none unless named. */
export interface AssistFeatures {
  /** The virtual-machine assist (GA22-7074). */
  readonly virtualMachine: boolean;
  /** The virtual-interval-timer assist; it works where the virtual-machine assist does. */
  readonly intervalTimer: boolean;
  /** The shadow-table-bypass assist (GA22-7074); it works beside the virtual-machine assist. */
  readonly shadowBypass: boolean;
  /** Level of the control-program assist, as STEVL stores it; 0: not installed. */
  readonly controlProgram: number;
}

export const NO_ASSISTS: AssistFeatures = {
  virtualMachine: false,
  intervalTimer: false,
  shadowBypass: false,
  controlProgram: 0,
};
