import { credentialNamed } from "./names.js";

const HINT = /pass|pwd|secret|token|key/i;

/** A line of a properties, env, INI or YAML file; comments and calls of functions do not have this form. */
const LINE =
  /^[ \t]*(?:- )?(?:export )?["']?([A-Za-z][\w.-]{0,80})["']?[ \t]{0,8}[=:][ \t]{0,8}["']?([^\s"',;#()[\]<>]{3,200})["']?,?[ \t]*\r?$/gm;
/** A member of a JSON object, wherever it stands. */
const MEMBER = /"([A-Za-z][\w.-]{0,80})"[ \t]{0,4}:[ \t]{0,4}"([^"\\\s]{3,200})"/g;
/** An assignment in a shell command or an option: `PASSWORD=…`, `--password=…`. */
const ASSIGNMENT = /(?<![\w.-])-{0,2}([A-Za-z][\w.-]{0,80})=["']?([^\s"';&|()<>]{3,200})/g;

/** What a configuration file assigns to a name that stands for a credential; `undefined` for none. */
export function credentialInFile(text: string): string | undefined {
  return HINT.test(text) ? (firstCredential(text, LINE) ?? firstCredential(text, MEMBER)) : undefined;
}

/** What a command or one of its arguments assigns; `undefined` for none. */
export function credentialInCommand(text: string): string | undefined {
  return HINT.test(text) ? firstCredential(text, ASSIGNMENT) : undefined;
}

/** An option whose value is the next argument, e.g. `--password`; `undefined` for anything else. */
export const optionName = (argument: string): string | undefined => /^--?([A-Za-z][\w.-]{0,80})$/.exec(argument)?.[1];

function firstCredential(text: string, assignments: RegExp): string | undefined {
  for (const [, name = "", value = ""] of text.matchAll(assignments)) {
    const found = credentialNamed(name, value);
    if (found !== undefined) return found;
  }
  return undefined;
}
