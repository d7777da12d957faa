/** Host, repository, tag and digest as github.com/distribution/reference has them; the kubelet refuses the others. */
const REFERENCE =
  /^(?:[a-zA-Z0-9](?:[-a-zA-Z0-9.]*[a-zA-Z0-9])?(?::\d+)?\/)?[a-z0-9]+(?:(?:[._]|__|-+|\/)[a-z0-9]+)*(?::([\w][\w.-]{0,127}))?(@sha256:[0-9a-f]{64}|@sha512:[0-9a-f]{128})?$/;

/**
 * NSA-POD-06: an image that can change under its name is not the one that was reviewed.
 * @param floating whether that was allowed by name.
 */
export const imageFor =
  (floating: boolean) =>
  (image: string): string => {
    const match = REFERENCE.exec(image);
    if (match === null)
      throw new Error(`image: must be a reference such as "registry.example/web:1.4.2", got "${image}"`);
    const [, tag, digest] = match;
    if (!floating && digest === undefined && (tag === undefined || tag === "latest"))
      throw new Error(`image: must have a digest or a tag other than latest, got "${image}"`);
    return image;
  };
