// Command encryption-reload is the API server itself, which here looks at its encryption configuration ten times a
// second and not once a minute: a rotation of several steps would otherwise take as many minutes.
package main

import (
	"os"
	"time"

	"k8s.io/apiserver/pkg/server/options/encryptionconfig/controller"
	"k8s.io/component-base/cli"
	"k8s.io/kubernetes/cmd/kube-apiserver/app"
)

func main() {
	controller.EncryptionConfigFileChangePollDuration = 100 * time.Millisecond
	os.Exit(cli.Run(app.NewAPIServerCommand()))
}
