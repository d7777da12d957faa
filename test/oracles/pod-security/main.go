// Judges pods by k8s.io/pod-security-admission, the code that decides in the API server.
//
// Usage: pod-security-oracle FIRST LAST, the minor versions of Kubernetes 1.x to judge by.
// Standard input: one pod a line as JSON, `{"metadata": {…}, "spec": {…}}`.
// Standard output: one line that says what is judged (see description), then a line for each pod, in their order:
// for each check the set of versions at which it fails, bit 0 being FIRST; or `{"error": "…"}` for what is no pod.
package main

import (
	"bufio"
	"encoding/json"
	"fmt"
	"os"
	"runtime"
	"strconv"
)

// version is stamped by the build: that of k8s.io/pod-security-admission.
var version = "unknown"

// Lines under way; enough to keep the processors busy, few enough to stay small.
const pending = 256

type job struct {
	line   []byte
	answer chan []byte
}

func main() {
	if len(os.Args) == 2 && os.Args[1] == "--version" {
		fmt.Println(version)
		return
	}
	if err := run(os.Args[1:]); err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
}

func run(args []string) error {
	if len(args) != 2 {
		return fmt.Errorf("usage: pod-security-oracle FIRST LAST, two minor versions such as 25 37")
	}
	first, errFirst := strconv.Atoi(args[0])
	last, errLast := strconv.Atoi(args[1])
	if errFirst != nil || errLast != nil || first > last || last-first >= 31 {
		return fmt.Errorf("FIRST and LAST must be minor versions, at most 31 of them; got %q %q", args[0], args[1])
	}
	judge, err := newJudge(first, last)
	if err != nil {
		return err
	}
	out := bufio.NewWriterSize(os.Stdout, 1<<20)
	if err := writeLine(out, judge.description); err != nil {
		return err
	}

	work := make(chan job, pending)
	ordered := make(chan job, pending)
	for range runtime.GOMAXPROCS(0) {
		go func() {
			for job := range work {
				job.answer <- judge.line(job.line)
			}
		}()
	}
	failure := make(chan error, 1)
	go func() {
		failure <- read(work, ordered)
		close(work)
		close(ordered)
	}()
	for job := range ordered {
		out.Write(append(<-job.answer, '\n'))
		// Whoever asks one question waits for its answer.
		if len(ordered) == 0 {
			if err := out.Flush(); err != nil {
				return err
			}
		}
	}
	if err := out.Flush(); err != nil {
		return err
	}
	return <-failure
}

func read(work, ordered chan<- job) error {
	in := bufio.NewScanner(os.Stdin)
	in.Buffer(make([]byte, 1<<20), 1<<26)
	for in.Scan() {
		job := job{line: append([]byte(nil), in.Bytes()...), answer: make(chan []byte, 1)}
		work <- job
		ordered <- job
	}
	return in.Err()
}

func writeLine(out *bufio.Writer, value any) error {
	line, err := json.Marshal(value)
	if err != nil {
		return err
	}
	out.Write(append(line, '\n'))
	return out.Flush()
}
