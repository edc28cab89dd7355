package otus.server.app.plugin;

import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;
import otus.server.api.Answer;
import otus.server.api.Filter;
import otus.server.api.Handler;
import otus.server.api.Request;
import otus.server.api.Response;

/// Runs what a plugin made with the plugin's class loader as that of the thread's context: there
/// many a library looks for its own services and resources. Runs wherever the plugin's code does,
/// on the loop and on virtual threads, and puts back what it found.
///
/// @param loader the plugin's
public record PluginContext(ClassLoader loader) {
  private static final CompletionStage<Answer> SETTLED =
      CompletableFuture.completedStage(Answer.pass());

  /// For what is made by `provider`.
  public static PluginContext of(Object provider) {
    return new PluginContext(provider.getClass().getClassLoader());
  }

  /// Does `work`.
  public <T> T call(Callable<T> work) throws Exception {
    Thread thread = Thread.currentThread();
    ClassLoader before = thread.getContextClassLoader();
    thread.setContextClassLoader(loader);
    try {
      return work.call();
    } finally {
      thread.setContextClassLoader(before);
    }
  }

  /// That handler, but in here; what the server brings along itself needs no loader of its own.
  public Handler handler(Handler handler) {
    return isServer() ? handler : request -> handle(handler, request);
  }

  /// That filter, but in here; what it calls is not.
  public Filter filter(Filter filter) {
    return isServer()
        ? filter
        : (request, next) -> {
          Handler outside = of(this).inside(next);
          return call(() -> follow(named(filter.filter(request, outside), filter)));
        };
  }

  private boolean isServer() {
    return loader == PluginContext.class.getClassLoader();
  }

  private Handler inside(Handler handler) {
    return request -> handle(handler, request);
  }

  private Answer handle(Handler handler, Request request) throws Exception {
    return call(() -> follow(named(handler.handle(request), handler)));
  }

  private static Answer named(@Nullable Answer answer, Object by) {
    if (answer == null) {
      throw new NullPointerException(by.getClass().getName() + " returned null");
    }
    return answer;
  }

  /// What is still to be done, in here.
  private Answer follow(Answer answer) {
    return switch (answer) {
      case Answer.Blocking(var work, var then) ->
          new Answer.Blocking(() -> call(() -> follow(work.call())), step(then));
      case Answer.Later(var stage, var then) ->
          new Answer.Later(stage.thenApply(this::nested), step(then));
      case Response response -> response;
      case Answer.Pass pass -> pass;
    };
  }

  /// What a stage gave. A later answer is followed in a step of its own: its stage may be complete,
  /// and so may that of the answer it gives, to any depth, and would be followed at once.
  private Answer nested(Answer answer) {
    return answer instanceof Answer.Later later
        ? new Answer.Later(SETTLED, _ -> call(() -> follow(later)))
        : follow(answer);
  }

  private Answer.Step step(Answer.Step step) {
    return step == Answer.Step.STAY ? step : settled -> call(() -> follow(step.apply(settled)));
  }
}
