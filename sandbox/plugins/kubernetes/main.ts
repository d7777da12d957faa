import { kubernetesVersion } from "../kubernetes-version.js";
import { engineAddress, serveProvider } from "../provider/server.js";
import { KubernetesProvider } from "./provider.js";

serveProvider(new KubernetesProvider(engineAddress(), kubernetesVersion()).service);
