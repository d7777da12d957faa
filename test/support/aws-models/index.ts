import type { RecordedResource } from "../recorded-resources.js";
import { CALLS } from "./calls/index.js";
import { breaches } from "./constraints.js";
import type { Models } from "./model.js";
import { settledInputs } from "./settled.js";
import { translated } from "./translation.js";

export { fetchedModels } from "./fetched.js";
export { Models } from "./model.js";

/** What AWS would refuse, in one line: resource, property, value, what it may be. */
export type Violation = string;

/** Everything in the inputs of an AWS resource that the model of the service does not allow, or that nobody has placed. */
export function violationsOf(models: Models, { type, name, inputs }: RecordedResource): Violation[] {
  const about = `${type} ${name}`;
  const calls = CALLS[type];
  if (calls === undefined) return [`${about}: nobody has said by which call AWS makes it (aws-models/calls)`];
  const model = models.of(calls.service);
  const translation = translated(model, calls, name, settledInputs(inputs));
  return [
    ...translation.unplaced.map(
      ({ property, value }) =>
        `${about}: ${property} = ${text(value)} was not looked at: nobody has said what it is for ${calls.calls.join(", ")}`,
    ),
    ...translation.calls
      .filter(({ made }) => made)
      .flatMap(({ operation, input, origins }) =>
        breaches(model, model.inputOf(operation), input).map(
          ({ path, value, allowed }) =>
            `${about}: ${originOf(origins, path)} must ${allowed}, got ${text(value)} (${calls.service} ${operation})`,
        ),
      ),
  ];
}

/** The property that went to the path, or to what holds it; else the path in the call. */
function originOf(origins: ReadonlyMap<string, string>, path: string): string {
  const [place] = [...origins.keys()]
    .filter((candidate) => path === candidate || path.startsWith(`${candidate}.`) || path.startsWith(`${candidate}[`))
    .sort((a, b) => b.length - a.length);
  return place === undefined ? path : `${origins.get(place)}${path.slice(place.length)}`;
}

const text = (value: unknown): string => (value === undefined ? "nothing" : JSON.stringify(value)).slice(0, 200);
