const PLACE = /INDEX/g;

/** A Deployment of about 1.75 KB as people write it; it passes every policy of the default profile. */
const TEMPLATE = `apiVersion: apps/v1
kind: Deployment
metadata:
  name: app-INDEX
  namespace: team-INDEX
  labels:
    app.kubernetes.io/name: app-INDEX
    app.kubernetes.io/part-of: shop
    app.kubernetes.io/managed-by: hand
spec:
  replicas: 2
  revisionHistoryLimit: 3
  selector:
    matchLabels:
      app.kubernetes.io/name: app-INDEX
  template:
    metadata:
      labels:
        app.kubernetes.io/name: app-INDEX
        app.kubernetes.io/part-of: shop
    spec:
      serviceAccountName: app-INDEX
      automountServiceAccountToken: false
      hostUsers: false
      securityContext:
        runAsNonRoot: true
        runAsUser: 65532
        runAsGroup: 65532
        seccompProfile:
          type: RuntimeDefault
      containers:
        - name: app
          image: registry.example/shop/app-INDEX:1.4.2@sha256:${"0123456789abcdef".repeat(4)}
          imagePullPolicy: Always
          args: ["serve", "--port=8080"]
          ports:
            - containerPort: 8080
              name: http
          env:
            - name: LOG_LEVEL
              value: info
            - name: REGION
              value: "eu-1"
          resources:
            requests:
              cpu: 100m
              memory: 128Mi
            limits:
              cpu: 500m
              memory: 128Mi
              ephemeral-storage: 1Gi
          readinessProbe:
            httpGet:
              path: /ready
              port: http
            periodSeconds: 10
          securityContext:
            allowPrivilegeEscalation: false
            readOnlyRootFilesystem: true
            capabilities:
              drop: ["ALL"]
          volumeMounts:
            - name: tmp
              mountPath: /tmp
      volumes:
        - name: tmp
          emptyDir: {}
`;

/** So many Deployments, as the documents of one YAML file. */
export const deployments = (count: number): string =>
  Array.from({ length: count }, (_, index) => TEMPLATE.replace(PLACE, String(index))).join("---\n");
