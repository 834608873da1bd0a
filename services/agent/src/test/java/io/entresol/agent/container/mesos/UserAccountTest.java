package io.entresol.agent.container.mesos;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;

class UserAccountTest {
  @Test
  void anEntryOfThePasswordFileIsRead() {
    assertThat(UserAccount.parse("www:x:33:34:www:/var/www:/usr/sbin/nologin"))
        .contains(new UserAccount("www", 33, 34));
    assertThat(UserAccount.parse("")).isEmpty();
    assertThat(UserAccount.parse("www:x:many:34:::")).isEmpty();
  }

  @Test
  void theCommandIsPrefixed() {
    assertThat(new UserAccount("www", 33, 34).prefix(Path.of("/usr/bin/setpriv")))
        .containsExactly("/usr/bin/setpriv", "--reuid=33", "--regid=34", "--init-groups", "--");
  }
}
