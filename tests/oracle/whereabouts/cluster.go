package whereabouts

import (
	apierrors "k8s.io/apimachinery/pkg/api/errors"
	"k8s.io/apimachinery/pkg/api/meta"
	"k8s.io/apimachinery/pkg/api/validation/path"
	"k8s.io/apimachinery/pkg/runtime"
	"k8s.io/apimachinery/pkg/runtime/schema"
	"k8s.io/apimachinery/pkg/util/validation"
	"k8s.io/apimachinery/pkg/util/validation/field"
	clienttesting "k8s.io/client-go/testing"
)

// Strict makes a fake clientset take only the names that client-go and the API server take, and gives each object
// the resource version that Whereabouts' patches test.
func Strict(fake *clienttesting.Fake) {
	fake.PrependReactor("get", "*", func(action clienttesting.Action) (bool, runtime.Object, error) {
		name := action.(clienttesting.GetAction).GetName()
		if wrong := path.IsValidPathSegmentName(name); len(wrong) > 0 {
			return true, nil, apierrors.NewBadRequest("invalid resource name \"" + name + "\": " + wrong[0])
		}
		return false, nil, nil
	})
	fake.PrependReactor("create", "*", func(action clienttesting.Action) (bool, runtime.Object, error) {
		object, err := meta.Accessor(action.(clienttesting.CreateAction).GetObject())
		if err != nil {
			return true, nil, err
		}
		if err := NameError(action.GetResource().GroupResource(), object.GetName()); err != nil {
			return true, nil, err
		}
		object.SetResourceVersion("1")
		return false, nil, nil
	})
}

// NameError is the API server's answer to a custom resource of that name.
func NameError(resource schema.GroupResource, name string) error {
	wrong := validation.IsDNS1123Subdomain(name)
	if len(wrong) == 0 {
		return nil
	}
	kind := schema.GroupKind{Group: resource.Group, Kind: resource.Resource}
	place := field.NewPath("metadata", "name")
	return apierrors.NewInvalid(kind, name, field.ErrorList{field.Invalid(place, name, wrong[0])})
}
