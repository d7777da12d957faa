/** In CEL, of the container `c`: whether neither it nor its pod as a whole states an amount in any of these maps. */
export const lacks = (resource: "cpu" | "memory", maps: readonly ("requests" | "limits")[]): string =>
  `!(${maps
    .flatMap((map) => ["c", "variables.pod"].map((owner) => `${owner}.?resources.?${map}[?"${resource}"].hasValue()`))
    .join(" || ")})`;
