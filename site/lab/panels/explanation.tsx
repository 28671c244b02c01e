/** What just happened, in words, and which manual says so. */
import { inline } from "../data/markdown.tsx";
import type { LabModel } from "../machine/model.ts";

export function ExplanationPanel({ model }: { model: LabModel }) {
  const explanation = model.view.value?.explanation;
  if (!explanation) return null;
  const title = explanation.title.replace(/\.$/, "");
  return (
    <div class="explain">
      <p>
        <b>{title}.</b> {inline(explanation.text)}
      </p>
      <small>{explanation.source}</small>
    </div>
  );
}
