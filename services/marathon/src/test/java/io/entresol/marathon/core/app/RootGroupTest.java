package io.entresol.marathon.core.app;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

class RootGroupTest {
  private static final Instant NOW = Instant.parse("2020-01-01T00:00:00Z");

  private static AppSpec app(String id, String... dependencies) {
    return new AppSpecBuilder(AppId.of(id))
        .cmd(Optional.of("sleep 1"))
        .dependencies(Arrays.stream(dependencies).map(AppId::of).toList())
        .build();
  }

  private static RootGroup root(AppSpec... apps) {
    return RootGroup.EMPTY.withApps(List.of(apps), NOW);
  }

  @Test
  void appsUnderAGroupAreThoseWhosePathsGoThroughIt() {
    RootGroup root = root(app("/a"), app("/a-b/x"), app("/b/x"), app("/b/c/y"), app("/b.c/z"));

    assertThat(root.appsUnder(AppId.of("/b")))
        .extracting(spec -> spec.id().path())
        .containsExactly("/b/c/y", "/b/x");
    assertThat(root.appsUnder(AppId.of("/a"))).isEmpty();
    assertThat(root.appsUnder(AppId.ROOT)).hasSize(5);
  }

  @Test
  void groupsAreNamedOrImplied() {
    GroupSpec named = new GroupSpec(AppId.of("/n/m"), Set.of(), Optional.empty(), NOW);
    RootGroup root =
        new RootGroup(root(app("/a/b/x")).apps(), new TreeMap<>(Map.of(named.id(), named)), NOW);

    assertThat(root.groupIds()).extracting(AppId::path).containsExactly("/a", "/a/b", "/n", "/n/m");
    assertThat(root.hasGroup(AppId.of("/a"))).isTrue();
    assertThat(root.hasGroup(AppId.of("/n"))).isTrue();
    assertThat(root.hasGroup(AppId.of("/a/b/x"))).isFalse();
    assertThat(root.hasGroup(AppId.ROOT)).isTrue();
  }

  @Test
  void aDependencyOnAGroupIsOneOnAllItsApps() {
    AppSpec web = app("/web", "/db", "/missing");
    RootGroup root = root(web, app("/db/main"), app("/db/replica/one"));

    assertThat(root.dependenciesOf(web))
        .extracting(AppId::path)
        .containsExactly("/db/main", "/db/replica/one");
  }

  @Test
  void groupsPassTheirDependenciesOnToTheirApps() {
    AppSpec web = app("/shop/web");
    GroupSpec shop =
        new GroupSpec(AppId.of("/shop"), Set.of(AppId.of("/db")), Optional.empty(), NOW);
    RootGroup apps = root(web, app("/db/main"));
    RootGroup root = new RootGroup(apps.apps(), new TreeMap<>(Map.of(shop.id(), shop)), NOW);

    assertThat(root.dependenciesOf(web)).containsExactly(AppId.of("/db/main"));
  }
}
