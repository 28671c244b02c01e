/** Whether the long form of a test runs: `npm run test:long`. */
export const LONG = process.env.TAE_LONG === "1";
