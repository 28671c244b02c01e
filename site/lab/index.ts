/** The lab's islands: what the site's pages put into their text. */
import "./styles/lab.css";
import "./styles/source.css";
import "./styles/machine.css";
import "./styles/timeline.css";
import "./styles/exercise.css";
import "./styles/workbench.css";
import "./styles/home.css";

export { CompareIsland, ExerciseIsland, HomeMachine, LabIsland, WorkbenchIsland } from "./islands/islands.tsx";
