import util from "node:util";

// Loaded before the SDK. Node 20 and others never finish colouring an error with a stack frame such as
// node_modules/@pulumi/resource.ts (https://github.com/nodejs/node/issues/64011): half a minute and a gigabyte until the
// string is too long. Source maps give the SDK's own frames exactly that form, so that every thrown error would do it.

/** A path that ends directly below node_modules, or below a scope in it. */
const ENDLESS = /node_modules[\\/](?:@[^\\/\s]+[\\/])?[^\\/\s@][^\\/\s]*:\d+/;

const inspect = util.inspect;

const guarded = (value: unknown, ...options: unknown[]): string => {
  const [first, ...rest] = options;
  const colours = typeof first === "object" && first !== null && "colors" in first && first.colors === true;
  const endless = value instanceof Error && ENDLESS.test(value.stack ?? "");
  return Reflect.apply(inspect, util, [value, colours && endless ? { ...first, colors: false } : first, ...rest]);
};

Object.defineProperties(guarded, Object.getOwnPropertyDescriptors(inspect));
Object.defineProperty(util, "inspect", { value: guarded, configurable: true, enumerable: true, writable: true });
