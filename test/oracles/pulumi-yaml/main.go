// The language host of Pulumi YAML, as its own program starts it, with an answer to --version. Usage:
// pulumi-language-yaml [FLAGS] ENGINE-ADDRESS.
package main

import (
	"context"
	"flag"
	"fmt"
	"os"
	"os/signal"
	"time"

	"github.com/pulumi/pulumi-yaml/pkg/server"
	"github.com/pulumi/pulumi/sdk/v3/go/common/util/rpcutil"
	pulumirpc "github.com/pulumi/pulumi/sdk/v3/proto/go"
	"google.golang.org/grpc"
)

// Stamped by the build.
var version = "unknown"

func main() {
	if len(os.Args) == 2 && os.Args[1] == "--version" {
		fmt.Println(version)
		return
	}
	tracing := flag.String("tracing", "", "address of Zipkin")
	flag.Parse()
	if err := serve(flag.Arg(0), *tracing); err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
}

func serve(engine, tracing string) error {
	ctx, end := signal.NotifyContext(context.Background(), os.Interrupt)
	defer end()
	cancel := make(chan bool)
	go func() {
		<-ctx.Done()
		close(cancel)
	}()
	// Ends with the engine.
	if err := rpcutil.Healthcheck(ctx, engine, 5*time.Minute, end); err != nil {
		return err
	}
	handle, err := rpcutil.ServeWithOptions(rpcutil.ServeOptions{
		Cancel: cancel,
		Init: func(to *grpc.Server) error {
			pulumirpc.RegisterLanguageRuntimeServer(to, server.NewLanguageHost(engine, tracing))
			return nil
		},
	})
	if err != nil {
		return err
	}
	// The engine reads the port from here.
	fmt.Println(handle.Port)
	return <-handle.Done
}
