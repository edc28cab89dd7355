package otus.server.api;

import java.io.IOException;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// A type with each kind of member that [ApiText] handles.
public sealed interface Planted extends Runnable {
  int FIELD = 1;

  @Nullable String nullable(List<? extends @Nullable String> all, String... more)
      throws IOException;

  default void defaultValue() {}

  static void constant() {}

  @SuppressWarnings("unused")
  private void hidden() {}

  record Only(int a) implements Planted {
    @Override
    public String nullable(List<? extends @Nullable String> all, String... more) {
      return "";
    }

    @Override
    public void run() {}
  }
}
