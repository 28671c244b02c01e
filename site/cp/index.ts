/** "CP": what its page puts in. */
import "../lab/styles/lab.css";
import "../lab/styles/source.css";
import "../lab/styles/timeline.css";
import "../terminals/styles/desk.css";
import "../terminals/styles/papers.css";
import "./styles/cp.css";

export { CpRoom } from "./cp-view.tsx";
