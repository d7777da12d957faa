/** Takes the code as it is for the last release: `npm run release:record`, when a version is released. */
import { record, thisRelease } from "./release.js";

void thisRelease().then(record);
