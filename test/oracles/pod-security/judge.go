package main

import (
	"encoding/json"
	"fmt"
	"slices"
	"strings"

	corev1 "k8s.io/api/core/v1"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/pod-security-admission/api"
	"k8s.io/pod-security-admission/policy"
	strict "sigs.k8s.io/json"
)

// description is the first line of the output.
type description struct {
	// Version of k8s.io/pod-security-admission.
	Version string `json:"version"`
	// Checks by id, in the order of the answers.
	Checks []string `json:"checks"`
	// Levels has for each level, for each check, the set of versions at which the level runs it: a check that another
	// one overrides is not run.
	Levels map[api.Level][]uint32 `json:"levels"`
	// Changes has for each check the minor versions, after FIRST, at which its rules begin or change.
	Changes [][]int `json:"changes"`
}

// revision is a check as it is from one version to the next.
type revision struct {
	run policy.CheckPodFn
	// check is its index in the description.
	check int
	// versions at which it is the one that runs, at any level.
	versions uint32
}

type judge struct {
	description description
	revisions   []revision
}

// newJudge lets the package's own evaluator say which revision of which check runs at which version and level: it is
// given the same checks, with functions that return their names instead of judging.
func newJudge(first, last int) (*judge, error) {
	checks := policy.DefaultChecks()
	slices.SortFunc(checks, func(a, b policy.Check) int { return strings.Compare(string(a.ID), string(b.ID)) })
	named := make([]policy.Check, len(checks))
	byName := map[string]*revision{}
	var names []string
	result := &judge{description: description{Version: version, Levels: map[api.Level][]uint32{}}}
	for index, check := range checks {
		named[index] = check
		named[index].Versions = slices.Clone(check.Versions)
		for number, versioned := range check.Versions {
			name := fmt.Sprintf("%s/%d", check.ID, number)
			names = append(names, name)
			byName[name] = &revision{run: versioned.CheckPod, check: index}
			named[index].Versions[number].CheckPod = func(*metav1.ObjectMeta, *corev1.PodSpec) policy.CheckResult {
				return policy.CheckResult{ForbiddenReason: name}
			}
		}
		result.description.Checks = append(result.description.Checks, string(check.ID))
		result.description.Changes = append(result.description.Changes, changes(check, first, last))
	}
	evaluator, err := policy.NewEvaluator(named, nil)
	if err != nil {
		return nil, err
	}
	for _, level := range []api.Level{api.LevelBaseline, api.LevelRestricted} {
		run := make([]uint32, len(checks))
		for minor := first; minor <= last; minor++ {
			at := api.LevelVersion{Level: level, Version: api.MajorMinorVersion(1, minor)}
			for _, answer := range evaluator.EvaluatePod(at, nil, nil) {
				revision := byName[answer.ForbiddenReason]
				bit := uint32(1) << (minor - first)
				revision.versions |= bit
				run[revision.check] |= bit
			}
		}
		result.description.Levels[level] = run
	}
	for _, name := range names {
		if byName[name].versions != 0 {
			result.revisions = append(result.revisions, *byName[name])
		}
	}
	return result, nil
}

func changes(check policy.Check, first, last int) []int {
	minors := []int{}
	for _, versioned := range check.Versions {
		if minor := versioned.MinimumVersion.Minor(); minor > first && minor <= last {
			minors = append(minors, minor)
		}
	}
	return minors
}

type pod struct {
	Metadata metav1.ObjectMeta `json:"metadata"`
	Spec     corev1.PodSpec    `json:"spec"`
}

// line answers one line of the input.
func (j *judge) line(line []byte) []byte {
	var pod pod
	unknown, err := strict.UnmarshalStrict(line, &pod)
	if err == nil && len(unknown) > 0 {
		err = unknown[0]
	}
	var answer []byte
	if err != nil {
		answer, err = json.Marshal(map[string]string{"error": err.Error()})
	} else {
		answer, err = json.Marshal(j.failures(&pod))
	}
	if err != nil {
		panic(err)
	}
	return answer
}

// failures has for each check the set of versions at which it fails.
func (j *judge) failures(pod *pod) []uint32 {
	setDefaults(&pod.Spec)
	failures := make([]uint32, len(j.description.Checks))
	for _, revision := range j.revisions {
		if !revision.run(&pod.Metadata, &pod.Spec).Allowed {
			failures[revision.check] |= revision.versions
		}
	}
	return failures
}

// setDefaults does what the API server does before admission, as far as it changes a verdict: a volume without a source
// is an emptyDir (SetDefaults_Volume in k8s.io/kubernetes/pkg/apis/core/v1).
func setDefaults(spec *corev1.PodSpec) {
	for index := range spec.Volumes {
		if volume := &spec.Volumes[index]; volume.VolumeSource == (corev1.VolumeSource{}) {
			volume.EmptyDir = &corev1.EmptyDirVolumeSource{}
		}
	}
}
