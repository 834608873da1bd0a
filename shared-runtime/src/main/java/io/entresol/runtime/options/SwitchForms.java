package io.entresol.runtime.options;

import java.util.List;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;

/** Every switch as Mesos takes it: {@code --x}, {@code --no-x}, {@code --x=true}. */
public final class SwitchForms {
  private SwitchForms() {}

  /** Gives all switches of a command, which is under construction, all forms. */
  public static void giveTo(CommandSpec command) {
    for (OptionSpec option : List.copyOf(command.options())) {
      if (lacksForms(option)) {
        command.remove(option);
        command.addOption(widened(option));
      }
    }
  }

  private static boolean lacksForms(OptionSpec option) {
    boolean isSwitch = option.type() == boolean.class || option.type() == Boolean.class;
    return isSwitch && !option.usageHelp() && !option.versionHelp() && !option.negatable();
  }

  private static OptionSpec widened(OptionSpec option) {
    return OptionSpec.builder(option)
        .negatable(true)
        .arity("0..1")
        .fallbackValue("true")
        .paramLabel("true|false")
        .build();
  }
}
