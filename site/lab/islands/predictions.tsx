/** The questions of a prediction exercise. The machine stays locked until they are answered. */
import { useId, useState } from "preact/hooks";
import { answerProblem } from "../../../engine/grading/answers.ts";
import type { PredictExercise, Prediction } from "../../../engine/grading/format.ts";
import { inline } from "../data/markdown.tsx";

interface PredictionsProps {
  readonly exercise: PredictExercise;
  readonly saved: Readonly<Record<string, string>> | undefined;
  readonly checking: boolean;
  readonly onAnswer: (answers: Readonly<Record<string, string>>) => void;
}

export function Predictions({ exercise, saved, checking, onAnswer }: PredictionsProps) {
  const [answers, setAnswers] = useState<Readonly<Record<string, string>>>(saved ?? {});
  const [asked, setAsked] = useState(false);
  const problems = new Map(exercise.predictions.map((each) => [each.name, answerProblem(each, answers[each.name])]));
  const submit = (event: Event) => {
    event.preventDefault();
    setAsked(true);
    if ([...problems.values()].every((problem) => problem === undefined)) onAnswer(answers);
  };
  return (
    <form class="predictions" onSubmit={submit}>
      {exercise.predictions.map((prediction) => (
        <Question
          key={prediction.name}
          prediction={prediction}
          answer={answers[prediction.name] ?? ""}
          problem={asked ? problems.get(prediction.name) : undefined}
          onAnswer={(answer) => setAnswers((before) => ({ ...before, [prediction.name]: answer }))}
        />
      ))}
      <button type="submit" class="check" data-key="check" aria-disabled={checking || undefined}>
        {checking ? "checking …" : "✓ check my answer"}
      </button>
    </form>
  );
}

interface QuestionProps {
  readonly prediction: Prediction;
  readonly answer: string;
  readonly problem: string | undefined;
  readonly onAnswer: (answer: string) => void;
}

function Question({ prediction, answer, problem, onAnswer }: QuestionProps) {
  const id = useId();
  const describedBy = problem ? `${id}-problem` : undefined;
  const { ask, answer: form } = prediction;
  return (
    <fieldset>
      <legend>{inline(ask)}</legend>
      {typeof form === "object" ? (
        <div class="choices">
          {form.choices.map((choice, index) => (
            <label key={choice}>
              <input
                type="radio"
                name={id}
                data-key={`answer:${prediction.name}:${index}`}
                checked={answer === choice}
                aria-describedby={describedBy}
                onChange={() => onAnswer(choice)}
              />
              {inline(choice)}
            </label>
          ))}
        </div>
      ) : (
        <label class="free">
          {form === "hexadecimal" ? "in hexadecimal" : "a number"}{" "}
          <input
            type="text"
            size={18}
            value={answer}
            spellcheck={false}
            autocomplete="off"
            data-key={`answer:${prediction.name}`}
            aria-invalid={problem ? true : undefined}
            aria-describedby={describedBy}
            onInput={(event) => onAnswer(event.currentTarget.value)}
          />
        </label>
      )}
      {problem && (
        <p class="problem" id={`${id}-problem`}>
          {problem}
        </p>
      )}
    </fieldset>
  );
}
