/** "IPL your own": what its page puts in. */
import "../lab/styles/lab.css";
import "../terminals/styles/desk.css";
import "../terminals/styles/papers.css";
import "./styles/ipl.css";

export { IplMachine } from "./ipl-view.tsx";
