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

/// Runs a plugin's code with the plugin's class loader as the thread's context class loader, in
/// which many libraries look for services and resources, and restores the previous one. If the code
/// fails because the runtime image lacks a module of the JDK, it logs the solution. Runs on the
/// threads of the plugin's code: event loops and virtual threads.
///
/// @param loader class loader of the plugin
public record PluginContext(ClassLoader loader) {
  private static final CompletionStage<Answer> SETTLED =
      CompletableFuture.completedStage(Answer.pass());

  /// Returns the context for handlers and filters of a provider.
  public static PluginContext of(Object provider) {
    return new PluginContext(provider.getClass().getClassLoader());
  }

  /// Calls `work` in this context.
  public <T> T call(Callable<T> work) throws Exception {
    Thread thread = Thread.currentThread();
    ClassLoader before = thread.getContextClassLoader();
    thread.setContextClassLoader(loader);
    try {
      return work.call();
    } catch (Throwable e) {
      MissingClass.log(e);
      throw e;
    } finally {
      thread.setContextClassLoader(before);
    }
  }

  /// Wraps a handler, so that it runs in this context. Handlers of the server itself are returned
  /// unchanged.
  public Handler handler(Handler handler) {
    return isServer() ? handler : request -> handle(handler, request);
  }

  /// Wraps a filter, so that it runs in this context, but the next handler does not. Filters of the
  /// server itself are returned unchanged.
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

  /// Wraps the remaining steps of an answer, so that they run in this context.
  private Answer follow(Answer answer) {
    return switch (answer) {
      case Answer.Blocking(var work, var then) ->
          new Answer.Blocking(() -> call(() -> follow(work.call())), step(then));
      case Answer.Later(var stage, var then) ->
          new Answer.Later(
              stage.whenComplete((_, failure) -> MissingClass.log(failure)).thenApply(this::nested),
              step(then));
      case Response response -> response;
      case Answer.Pass pass -> pass;
    };
  }

  /// Wraps the result of a stage. A later answer is followed in a separate step, to limit the
  /// recursion: its stage may be complete, and so may the stage of its result, to any depth.
  private Answer nested(Answer answer) {
    return answer instanceof Answer.Later later
        ? new Answer.Later(SETTLED, _ -> call(() -> follow(later)))
        : follow(answer);
  }

  private Answer.Step step(Answer.Step step) {
    return step == Answer.Step.STAY ? step : settled -> call(() -> follow(step.apply(settled)));
  }
}
