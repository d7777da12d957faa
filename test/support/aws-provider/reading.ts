import { isList, isMap, type Json, type Value, type ValueMap } from "../../../sandbox/plugins/provider/values.js";
import type { LiveResource } from "./journal.js";
import { open } from "./paths.js";
import type { ResourceTable } from "./table.js";

/** The inputs as they would read had the program asked for what is there; for a refresh and an import. */
export function inputsFromLive(table: ResourceTable, live: LiveResource, inputs: ValueMap): ValueMap {
  if (Object.keys(inputs).length > 0) return asWritten(inputs, live.state) as ValueMap;
  const own = new Set([...table.required, ...table.optional]);
  return Object.fromEntries(Object.entries(live.state).filter(([property]) => own.has(property)));
}

/** `live` as far as `input` speaks of it: what AWS or the provider added is no change. */
function asWritten(input: Value | undefined, live: Json | undefined): Value | undefined {
  const written = open(input);
  if (isMap(written) && isMap(live))
    return Object.fromEntries(
      Object.entries(written).flatMap(([key, item]): [string, Value][] => {
        const seen = key.startsWith("__") ? item : asWritten(item, live[key] as Json | undefined);
        return seen === undefined ? [] : [[key, seen]];
      }),
    );
  if (isList(written) && isList(live))
    return live.map((item, index) => asWritten(written[index] ?? item, item as Json) ?? item);
  return live;
}
