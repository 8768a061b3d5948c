// Package frame is what the oracle's programs have in common: cases as JSON lines on stdin, verdicts as JSON lines
// on stdout, in order, and a verdict also for a case that panics or never ends.
package frame

import (
	"bufio"
	"encoding/json"
	"flag"
	"fmt"
	"io"
	"os"
	"sync"
	"syscall"
	"time"
)

// Outcomes of a case.
const (
	Accepted = "accepted"
	Refused  = "refused"
	Panic    = "panic"
	Timeout  = "timeout"
)

// ExitTimeout ends the program after a case that did not end: its goroutine cannot be stopped and would take the
// time of those that follow. The driver starts the program again with the rest.
const ExitTimeout = 75

// hardLimit is for a case that sleeps; one that spins is caught by its processor time.
const hardLimit = time.Minute

// Run collects what is known of one case. A case that timed out still holds it, hence the lock.
type Run struct {
	mu    sync.Mutex
	stage string
	shown map[string]any
}

// Judge looks at one case: nil accepts it, an error refuses it in the stage that was entered last.
type Judge func(line []byte, run *Run) error

// Crash is a refusal that takes the real program down.
type Crash struct{ Reason string }

func (c *Crash) Error() string { return c.Reason }

// Stage names the part of the real program that runs next.
func (r *Run) Stage(name string) {
	r.mu.Lock()
	defer r.mu.Unlock()
	r.stage = name
}

// Show adds something to the verdict, whatever the outcome is.
func (r *Run) Show(key string, value any) {
	r.mu.Lock()
	defer r.mu.Unlock()
	r.shown[key] = value
}

// verdict closes the case: what a goroutine that still runs shows later is not seen.
func (r *Run) verdict(id json.RawMessage, outcome, reason string) map[string]any {
	r.mu.Lock()
	defer r.mu.Unlock()
	verdict := r.shown
	r.shown = map[string]any{}
	verdict["id"] = id
	verdict["outcome"] = outcome
	if outcome != Accepted {
		verdict["stage"] = r.stage
		verdict["error"] = reason
	}
	return verdict
}

// Main judges the cases of stdin.
func Main(judge Judge) {
	limit := flag.Duration("limit", time.Second, "processor time for one case")
	flag.Parse()
	in := bufio.NewReaderSize(os.Stdin, 1<<20)
	// Upstream code prints here and there; the verdicts keep stdout for themselves.
	out := os.Stdout
	os.Stdout = os.Stderr
	for {
		line, err := in.ReadBytes('\n')
		if err == io.EOF {
			return
		}
		exitOn(err)
		var named struct {
			ID json.RawMessage `json:"id"`
		}
		exitOn(json.Unmarshal(line, &named))
		run := &Run{shown: map[string]any{}}
		outcome, reason := watch(judge, line, run, *limit)
		answer, err := json.Marshal(run.verdict(named.ID, outcome, reason))
		exitOn(err)
		// Unbuffered: a verdict that was given survives a program that a later case takes down.
		_, err = out.Write(append(answer, '\n'))
		exitOn(err)
		if outcome == Timeout {
			os.Exit(ExitTimeout)
		}
	}
}

// watch runs one case beside a watchdog. Processor time is what counts, so that a busy machine changes no verdict.
func watch(judge Judge, line []byte, run *Run, limit time.Duration) (string, string) {
	type end struct{ outcome, reason string }
	done := make(chan end, 1)
	go func() {
		outcome, reason := guarded(judge, line, run)
		done <- end{outcome, reason}
	}()
	started, used := time.Now(), processorTime()
	timer := time.NewTimer(limit)
	defer timer.Stop()
	for {
		select {
		case ended := <-done:
			return ended.outcome, ended.reason
		case <-timer.C:
			if processorTime()-used >= limit || time.Since(started) >= hardLimit {
				return Timeout, fmt.Sprintf("no end within %s", limit)
			}
			timer.Reset(limit / 4)
		}
	}
}

func guarded(judge Judge, line []byte, run *Run) (outcome, reason string) {
	defer func() {
		if recovered := recover(); recovered != nil {
			outcome, reason = Panic, fmt.Sprint(recovered)
		}
	}()
	switch err := judge(line, run).(type) {
	case nil:
		return Accepted, ""
	case *Crash:
		return Panic, err.Reason
	default:
		return Refused, err.Error()
	}
}

func processorTime() time.Duration {
	var usage syscall.Rusage
	exitOn(syscall.Getrusage(syscall.RUSAGE_SELF, &usage))
	return time.Duration(usage.Utime.Nano() + usage.Stime.Nano())
}

func exitOn(err error) {
	if err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
}
