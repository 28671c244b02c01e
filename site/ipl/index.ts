/** "IPL your own": what its page puts in. */
import "../lab/styles/lab.css";
import "./styles/ipl.css";
import "./styles/papers.css";

export { IplMachine } from "./ipl-view.tsx";
