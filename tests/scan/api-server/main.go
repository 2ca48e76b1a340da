// Says about Kubernetes objects what an API server of the same version says before it stores them: it is the code of
// Kubernetes itself, without a server around it.
//
//	judge    reads objects as JSON, one on a line; prints for each what is refused, and the controls of the Pod Security
//	         Standard `restricted` that its pods do not meet, as JSON on a line
//	schemas  prints the schemas of all objects, with the values that a field may have
package main

import (
	"bufio"
	"encoding/json"
	"fmt"
	"os"

	"k8s.io/apimachinery/pkg/api/meta"
	"k8s.io/apimachinery/pkg/runtime"
	"k8s.io/apimachinery/pkg/runtime/serializer"
	genericapirequest "k8s.io/apiserver/pkg/endpoints/request"
	"k8s.io/apiserver/pkg/registry/rest"
	"k8s.io/kube-openapi/pkg/common"
	"k8s.io/kube-openapi/pkg/validation/spec"
	"k8s.io/kubernetes/pkg/api/legacyscheme"
	_ "k8s.io/kubernetes/pkg/apis/apps/install"
	_ "k8s.io/kubernetes/pkg/apis/autoscaling/install"
	_ "k8s.io/kubernetes/pkg/apis/batch/install"
	"k8s.io/kubernetes/pkg/apis/core"
	_ "k8s.io/kubernetes/pkg/apis/core/install"
	_ "k8s.io/kubernetes/pkg/apis/networking/install"
	_ "k8s.io/kubernetes/pkg/apis/policy/install"
	_ "k8s.io/kubernetes/pkg/apis/rbac/install"
	"k8s.io/kubernetes/pkg/generated/openapi"
	"k8s.io/kubernetes/pkg/registry/apps/deployment"
	"k8s.io/kubernetes/pkg/registry/apps/statefulset"
	"k8s.io/kubernetes/pkg/registry/autoscaling/horizontalpodautoscaler"
	"k8s.io/kubernetes/pkg/registry/batch/cronjob"
	"k8s.io/kubernetes/pkg/registry/batch/job"
	"k8s.io/kubernetes/pkg/registry/core/configmap"
	"k8s.io/kubernetes/pkg/registry/core/namespace"
	"k8s.io/kubernetes/pkg/registry/core/persistentvolumeclaim"
	"k8s.io/kubernetes/pkg/registry/core/pod"
	"k8s.io/kubernetes/pkg/registry/core/secret"
	"k8s.io/kubernetes/pkg/registry/core/service"
	"k8s.io/kubernetes/pkg/registry/core/serviceaccount"
	"k8s.io/kubernetes/pkg/registry/networking/networkpolicy"
	"k8s.io/kubernetes/pkg/registry/policy/poddisruptionbudget"
	"k8s.io/kubernetes/pkg/registry/rbac/role"
	"k8s.io/kubernetes/pkg/registry/rbac/rolebinding"
	"k8s.io/pod-security-admission/admission"
	"k8s.io/pod-security-admission/policy"
)

var strategies = map[string]rest.RESTCreateStrategy{
	"ConfigMap":               configmap.Strategy,
	"CronJob":                 cronjob.Strategy,
	"Deployment":              deployment.Strategy,
	"HorizontalPodAutoscaler": horizontalpodautoscaler.Strategy,
	"Job":                     job.Strategy,
	"Namespace":               namespace.Strategy,
	"NetworkPolicy":           networkpolicy.Strategy,
	"PersistentVolumeClaim":   persistentvolumeclaim.Strategy,
	"Pod":                     pod.Strategy,
	"PodDisruptionBudget":     poddisruptionbudget.Strategy,
	"Role":                    role.Strategy,
	"RoleBinding":             rolebinding.Strategy,
	"Secret":                  secret.Strategy,
	"Service":                 service.Strategy,
	"ServiceAccount":          serviceaccount.Strategy,
	"StatefulSet":             statefulset.Strategy,
}

type verdict struct {
	Refused     []string `json:"refused"`
	PodSecurity []string `json:"podSecurity"`
}

var codecs = serializer.NewCodecFactory(legacyscheme.Scheme, serializer.EnableStrict)

func judge(manifest []byte) (verdict, error) {
	// unlike kubectl, strictly: a field that is not known is refused, and so is one that is given twice
	versioned, kind, err := codecs.UniversalDeserializer().Decode(manifest, nil, nil)
	if err != nil {
		return verdict{Refused: []string{err.Error()}, PodSecurity: []string{}}, nil
	}
	strategy, known := strategies[kind.Kind]
	if !known {
		return verdict{}, fmt.Errorf("%s is not in the table of kinds", kind.Kind)
	}
	insecure, err := insecurities(versioned)
	if err != nil {
		return verdict{}, err
	}
	legacyscheme.Scheme.Default(versioned)
	internal, err := legacyscheme.Scheme.ConvertToVersion(versioned, runtime.InternalGroupVersioner)
	if err != nil {
		return verdict{}, err
	}
	accessor, err := meta.Accessor(internal)
	if err != nil {
		return verdict{}, err
	}
	ctx := genericapirequest.WithNamespace(genericapirequest.NewContext(), accessor.GetNamespace())
	ctx = genericapirequest.WithRequestInfo(ctx, &genericapirequest.RequestInfo{
		APIGroup: kind.Group, APIVersion: kind.Version, IsResourceRequest: true, Verb: "create",
	})
	rest.FillObjectMetaSystemFields(accessor)
	// what the storage of Services does before it asks its strategy
	if found, ok := internal.(*core.Service); ok && found.Spec.ClusterIP != "" && found.Spec.ClusterIPs == nil {
		found.Spec.ClusterIPs = []string{found.Spec.ClusterIP}
	}
	refused := []string{}
	if err := rest.BeforeCreate(strategy, ctx, internal); err != nil {
		refused = append(refused, err.Error())
	}
	return verdict{Refused: refused, PodSecurity: insecure}, nil
}

// The ids of the controls that the pods of an object do not meet.
func insecurities(versioned runtime.Object) ([]string, error) {
	insecure := []string{}
	extractor := admission.DefaultPodSpecExtractor{}
	pod, podSpec, err := extractor.ExtractPodSpec(versioned)
	if err != nil || podSpec == nil {
		// of a kind that has no pods
		return insecure, nil
	}
	for _, check := range policy.DefaultChecks() {
		latest := check.Versions[len(check.Versions)-1]
		if !latest.CheckPod(pod, podSpec).Allowed {
			insecure = append(insecure, string(check.ID))
		}
	}
	return insecure, nil
}

func schemas() map[string]spec.Schema {
	reference := func(name string) spec.Ref { return spec.MustCreateRef("#/definitions/" + name) }
	all := map[string]spec.Schema{}
	for name, definition := range openapi.GetOpenAPIDefinitions(reference) {
		all[name] = definition.Schema
		if old, ok := definition.Schema.Extensions[common.ExtensionV2Schema].(spec.Schema); ok {
			all[name] = old
		}
	}
	return all
}

func run(mode string) error {
	out := json.NewEncoder(os.Stdout)
	if mode == "schemas" {
		return out.Encode(schemas())
	}
	lines := bufio.NewScanner(os.Stdin)
	lines.Buffer(nil, 16<<20)
	for lines.Scan() {
		verdict, err := judge(lines.Bytes())
		if err != nil {
			return err
		}
		if err := out.Encode(verdict); err != nil {
			return err
		}
	}
	return lines.Err()
}

func main() {
	mode := "judge"
	if len(os.Args) > 1 {
		mode = os.Args[1]
	}
	if err := run(mode); err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
}
