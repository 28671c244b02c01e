/** What an island becomes at the first press: the real thing, with the reader's work in it. */
import type { VNode } from "preact";
import { kindOf, loadSource } from "../data/catalogue.ts";
import { loadWork } from "../data/saved.ts";
import { LabClient } from "../machine/client.ts";
import { LabModel } from "../machine/model.ts";
import type { Pace } from "../machine/protocol.ts";
import { CompareView } from "./compare-view.tsx";
import { ExerciseView } from "./exercise-view.tsx";
import { HomeView } from "./home-view.tsx";
import type { IslandProps } from "./island.tsx";
import { LabView } from "./lab-view.tsx";
import { WorkbenchView } from "./workbench-view.tsx";

/** Milliseconds that the addresses of a listing are waited for. */
const PATIENCE = 600;

/** A crossing passes slowly enough to be read. */
const HOME_PACE: Pace = { ticksPerSecond: 1_500, growing: false };

/** Loads what an island shows. Rejects when the lesson has no such lab. */
export async function openIsland(props: IslandProps): Promise<VNode> {
  if (props.kind === "compare") {
    const labs = await Promise.all(props.ids.map(async (id) => ({ id, title: (await loadSource("lab", id)).title })));
    return <CompareView labs={labs} />;
  }
  const kind = props.kind === "exercise" ? "exercise" : props.kind === "workbench" ? kindOf(props.id) : "lab";
  const client = new LabClient();
  client.warm();
  const [source, work] = await Promise.all([loadSource(kind, props.id), loadWork(`${kind}:${props.id}`)]);
  const model = new LabModel(source, props.kind === "home" ? {} : work, client);
  await Promise.race([model.prepare(), new Promise((resolve) => setTimeout(resolve, PATIENCE))]);
  const still = matchMedia("(prefers-reduced-motion: reduce)").matches;
  model.fast.value = still;
  if (props.kind === "home") {
    model.pace.value = still ? "jump" : HOME_PACE;
    return <HomeView model={model} />;
  }
  if (source.exercise) {
    model.locked.value = source.exercise.kind === "predict" && !work?.result;
    return <ExerciseView model={model} exercise={source.exercise} />;
  }
  return props.kind === "workbench" ? <WorkbenchView model={model} /> : <LabView model={model} />;
}
