// Pulumi's own generators of SDKs. Usage: sdk-generation-oracle LANGUAGE FOLDER < schema.json, with go, python or
// nodejs as language. Writes the SDK that `pulumi package gen-sdk` would; what the binder says about the schema goes to
// standard error, and an error of it ends with exit code 1. --version says the version of the generators.
package main

import (
	"context"
	"encoding/json"
	"fmt"
	"io"
	"os"
	"path/filepath"

	"github.com/blang/semver"
	gen "github.com/pulumi/pulumi/pkg/v3/codegen/go"
	"github.com/pulumi/pulumi/pkg/v3/codegen/nodejs"
	"github.com/pulumi/pulumi/pkg/v3/codegen/python"
	"github.com/pulumi/pulumi/pkg/v3/codegen/schema"
)

// Stamped by the build.
var version = "unknown"

func main() {
	if len(os.Args) == 2 && os.Args[1] == "--version" {
		fmt.Println(version)
		return
	}
	if len(os.Args) != 3 {
		fail(fmt.Errorf("usage: sdk-generation-oracle go|python|nodejs FOLDER < schema.json"))
	}
	pkg, err := bind(os.Stdin)
	if err != nil {
		fail(err)
	}
	files, err := generate(os.Args[1], pkg)
	if err != nil {
		fail(err)
	}
	for name, text := range files {
		path := filepath.Join(os.Args[2], filepath.FromSlash(name))
		if err := os.MkdirAll(filepath.Dir(path), 0o755); err != nil {
			fail(err)
		}
		if err := os.WriteFile(path, text, 0o644); err != nil {
			fail(err)
		}
	}
}

func bind(source io.Reader) (*schema.Package, error) {
	var spec schema.PackageSpec
	if err := json.NewDecoder(source).Decode(&spec); err != nil {
		return nil, err
	}
	pkg, diagnostics, err := schema.BindSpec(spec, noPackages{}, schema.ValidationOptions{})
	if err != nil {
		return nil, err
	}
	for _, diagnostic := range diagnostics {
		fmt.Fprintln(os.Stderr, diagnostic.Error())
	}
	if diagnostics.HasErrors() {
		return nil, fmt.Errorf("the schema has errors")
	}
	return pkg, nil
}

func generate(language string, pkg *schema.Package) (map[string][]byte, error) {
	const tool = "rampart"
	switch language {
	case "go":
		return gen.GeneratePackage(tool, pkg, nil)
	case "python":
		return python.GeneratePackage(tool, pkg, nil, noPackages{})
	case "nodejs":
		return nodejs.GeneratePackage(tool, pkg, nil, nil, false, noPackages{})
	}
	return nil, fmt.Errorf("%s: there is no generator of it in github.com/pulumi/pulumi", language)
}

// A loader for a schema none of whose references leads out of it.
type noPackages struct{}

func (noPackages) LoadPackage(name string, _ *semver.Version) (*schema.Package, error) {
	return nil, fmt.Errorf("the schema refers to the package %s", name)
}

func (none noPackages) LoadPackageV2(_ context.Context, of *schema.PackageDescriptor) (*schema.Package, error) {
	return none.LoadPackage(of.Name, of.Version)
}

func (none noPackages) LoadPackageReference(name string, version *semver.Version) (schema.PackageReference, error) {
	_, err := none.LoadPackage(name, version)
	return nil, err
}

func (none noPackages) LoadPackageReferenceV2(
	_ context.Context, of *schema.PackageDescriptor,
) (schema.PackageReference, error) {
	return none.LoadPackageReference(of.Name, of.Version)
}

func fail(err error) {
	fmt.Fprintln(os.Stderr, err)
	os.Exit(1)
}
