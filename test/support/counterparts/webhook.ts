import { HttpsService } from "./https-service.js";

/** What of a review the tests look at (authorization.k8s.io/v1 SubjectAccessReview, imagepolicy.k8s.io/v1alpha1 ImageReview). */
export interface Review {
  readonly apiVersion: string;
  readonly kind: string;
  readonly spec: {
    readonly user?: string;
    readonly groups?: readonly string[];
    readonly resourceAttributes?: Readonly<Record<string, string>>;
    readonly nonResourceAttributes?: Readonly<Record<string, string>>;
    readonly containers?: readonly { readonly image: string }[];
  };
}

/** A service that the API server asks; it answers what `decide` says, and remembers what it was asked. */
export class Webhook {
  readonly asked: Review["spec"][] = [];

  private constructor(private readonly service: HttpsService) {}

  static async start(decide: (spec: Review["spec"]) => object): Promise<Webhook> {
    const webhook: Webhook = new Webhook(
      await HttpsService.create((_, body) => {
        const { apiVersion, kind, spec } = JSON.parse(body) as Review;
        webhook.asked.push(spec);
        return { status: 200, body: { apiVersion, kind, status: decide(spec) } };
      }, true),
    );
    return webhook;
  }

  get kubeconfig(): string {
    return this.service.kubeconfig;
  }

  start(): Promise<void> {
    return this.service.start();
  }

  stop(): Promise<void> {
    return this.service.stop();
  }
}
