package io.entresol.marathon.core.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

class AppIdTest {
  @Test
  void aMissingSlashIsAddedAndDoubledOnesCollapse() {
    assertThat(AppId.of("web")).isEqualTo(new AppId("/web"));
    assertThat(AppId.of("//prod//web/")).isEqualTo(new AppId("/prod/web"));
    assertThat(AppId.of("")).isEqualTo(AppId.ROOT);
  }

  @Test
  void relativePathsAreStepsFromTheGroup() {
    AppId group = AppId.of("/prod/shop");

    assertThat(group.resolve("db")).isEqualTo(AppId.of("/prod/shop/db"));
    assertThat(group.resolve("../db")).isEqualTo(AppId.of("/prod/db"));
    assertThat(group.resolve("./../../db")).isEqualTo(AppId.of("/db"));
    assertThat(group.resolve("../../../db")).isEqualTo(AppId.of("/db"));
    assertThat(group.resolve("/db")).isEqualTo(AppId.of("/db"));
  }

  @Test
  void derivedNamesFollowTheSegments() {
    AppId id = AppId.of("/prod/db/mysql");

    assertThat(id.safeId()).isEqualTo("prod_db_mysql");
    assertThat(id.taskName()).isEqualTo("mysql.db.prod");
    assertThat(id.parent()).isEqualTo(AppId.of("/prod/db"));
    assertThat(id.name()).isEqualTo("mysql");
    assertThat(AppId.of("/web").parent()).isEqualTo(AppId.ROOT);
  }

  @Test
  void anAppIsFoundByTheIdOfItsTask() {
    assertThat(AppId.ofTask("prod_db.instance-1234._app.1")).contains(AppId.of("/prod/db"));
    assertThat(AppId.ofTask("nonsense")).isEmpty();
    assertThat(AppId.ofTask(".x")).isEmpty();
  }

  @Test
  void onlyWhatLiesBelowIsADescendant() {
    assertThat(AppId.of("/a").isAncestorOf(AppId.of("/a/b/c"))).isTrue();
    assertThat(AppId.of("/a").isAncestorOf(AppId.of("/a"))).isFalse();
    assertThat(AppId.of("/a").isAncestorOf(AppId.of("/a-b/c"))).isFalse();
    assertThat(AppId.ROOT.isAncestorOf(AppId.of("/a"))).isTrue();
    assertThat(AppId.ROOT.isAncestorOf(AppId.ROOT)).isFalse();
  }

  @Test
  void whatIsNotCanonicalIsNoId() {
    assertThatThrownBy(() -> new AppId("web")).isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> new AppId("/web/")).isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> new AppId("/a//b")).isInstanceOf(IllegalArgumentException.class);
  }
}
