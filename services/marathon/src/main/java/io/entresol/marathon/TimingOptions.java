package io.entresol.marathon;

import io.entresol.marathon.core.MarathonSettings;
import java.time.Duration;
import picocli.CommandLine.Option;

/** How long things may take, in milliseconds, under Marathon's names. */
final class TimingOptions {
  private static final Duration KILL_RETRY = Duration.ofSeconds(30);

  @Option(
      names = "--task_launch_timeout",
      paramLabel = "MS",
      defaultValue = "300000",
      description = "Until a task that was heard of must run (default: ${DEFAULT-VALUE}).")
  long taskLaunchTimeout = 300_000;

  @Option(
      names = "--task_launch_confirm_timeout",
      paramLabel = "MS",
      defaultValue = "300000",
      description = "Until a launch must have been heard of (default: ${DEFAULT-VALUE}).")
  long taskLaunchConfirmTimeout = 300_000;

  @Option(
      names = "--reconciliation_initial_delay",
      paramLabel = "MS",
      defaultValue = "15000",
      description = "From a subscription to the first reconciliation (default: ${DEFAULT-VALUE}).")
  long reconciliationInitialDelay = 15_000;

  @Option(
      names = "--reconciliation_interval",
      paramLabel = "MS",
      defaultValue = "600000",
      description = "Between reconciliations of all tasks (default: ${DEFAULT-VALUE}).")
  long reconciliationInterval = 600_000;

  @Option(
      names = "--scale_apps_initial_delay",
      paramLabel = "MS",
      defaultValue = "15000",
      description =
          "From an election to the first comparison of all apps with their instances (default:"
              + " ${DEFAULT-VALUE}).")
  long scaleAppsInitialDelay = 15_000;

  @Option(
      names = "--scale_apps_interval",
      paramLabel = "MS",
      defaultValue = "300000",
      description = "Between such comparisons (default: ${DEFAULT-VALUE}).")
  long scaleAppsInterval = 300_000;

  @Option(
      names = "--task_lost_expunge_initial_delay",
      paramLabel = "MS",
      defaultValue = "300000",
      description =
          "From an election until tasks out of reach may be forgotten (default: ${DEFAULT-VALUE}).")
  long taskLostExpungeInitialDelay = 300_000;

  @Option(
      names = "--task_lost_expunge_interval",
      paramLabel = "MS",
      defaultValue = "30000",
      description = "Between looks for tasks to forget (default: ${DEFAULT-VALUE}).")
  long taskLostExpungeInterval = 30_000;

  @Option(
      names = "--min_revive_offers_interval",
      paramLabel = "MS",
      defaultValue = "5000",
      description =
          "Between asking for offers again that were declined; a new app need not wait for it"
              + " (default: ${DEFAULT-VALUE}).")
  long minReviveOffersInterval = 5000;

  @Option(
      names = "--decline_offer_duration",
      paramLabel = "MS",
      defaultValue = "120000",
      description =
          "For how long offers that fit nothing are not wanted (default: ${DEFAULT-VALUE}).")
  long declineOfferDuration = 120_000;

  @Option(
      names = "--launch_token_refresh_interval",
      paramLabel = "MS",
      defaultValue = "30000",
      description = "Until all launch tokens are there again (default: ${DEFAULT-VALUE}).")
  long launchTokenRefreshInterval = 30_000;

  MarathonSettings.Times times() {
    return new MarathonSettings.Times(
        Duration.ofMillis(taskLaunchConfirmTimeout),
        Duration.ofMillis(taskLaunchTimeout),
        Duration.ofMillis(reconciliationInitialDelay),
        positive("--reconciliation_interval", reconciliationInterval),
        Duration.ofMillis(scaleAppsInitialDelay),
        positive("--scale_apps_interval", scaleAppsInterval),
        Duration.ofMillis(taskLostExpungeInitialDelay),
        positive("--task_lost_expunge_interval", taskLostExpungeInterval),
        KILL_RETRY,
        Duration.ofMillis(minReviveOffersInterval),
        Duration.ofMillis(declineOfferDuration),
        positive("--launch_token_refresh_interval", launchTokenRefreshInterval));
  }

  private static Duration positive(String option, long ms) {
    if (ms <= 0) {
      throw new IllegalArgumentException(option + ": expecting more than 0, not " + ms);
    }
    return Duration.ofMillis(ms);
  }
}
