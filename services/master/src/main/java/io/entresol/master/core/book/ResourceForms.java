package io.entresol.master.core.book;

import io.entresol.domain.resources.Resources;
import io.entresol.mesos.v1.Resource;
import io.entresol.proto.ProtoResources;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

/**
 * The message forms of resources. Machines come in few sizes, so most conversions are found here
 * done; the least recently used are forgotten.
 */
public final class ResourceForms {
  private static final int REMEMBERED = 20_000;

  /** One form of resources in messages. */
  private static final class Form {
    private final Function<Resources, List<Resource>> convert;
    private final Map<Resources, List<Resource>> done =
        new LinkedHashMap<>(64, 0.75f, true) {
          @Override
          protected boolean removeEldestEntry(Map.Entry<Resources, List<Resource>> eldest) {
            return size() > REMEMBERED;
          }
        };

    Form(Function<Resources, List<Resource>> convert) {
      this.convert = convert;
    }

    List<Resource> of(Resources resources) {
      if (resources.isEmpty()) {
        return List.of();
      }
      List<Resource> known = done.get(resources);
      if (known == null) {
        known = List.copyOf(convert.apply(resources));
        done.put(resources, known);
      }
      return known;
    }
  }

  private final Form stack = new Form(ProtoResources::toProto);
  private final Form old = new Form(ProtoResources::toProtoOldFormat);
  private final Form endpoint = new Form(ResourceForms::endpointForm);

  /** With {@code reservations}: between services, and for frameworks that know refinement. */
  public List<Resource> stack(Resources resources) {
    return stack.of(resources);
  }

  /** With {@code role} and {@code reservation}: for all other frameworks. */
  public List<Resource> old(Resources resources) {
    return old.of(resources);
  }

  /** With both: what operators read. Refined reservations stand in {@code reservations} alone. */
  public List<Resource> endpoint(Resources resources) {
    return endpoint.of(resources);
  }

  private static List<Resource> endpointForm(Resources resources) {
    List<Resource> forms = new ArrayList<>();
    for (Resource resource : ProtoResources.toProto(resources)) {
      Resource.Builder form = resource.toBuilder();
      if (resource.getReservationsCount() == 0) {
        form.setRole("*");
      } else if (resource.getReservationsCount() == 1) {
        Resource.ReservationInfo only = resource.getReservations(0);
        form.setRole(only.getRole());
        if (only.getType() == Resource.ReservationInfo.Type.DYNAMIC) {
          form.setReservation(only.toBuilder().clearType().clearRole());
        }
      }
      forms.add(form.build());
    }
    return forms;
  }
}
