package io.facsimile.client;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.reflect.Method;
import java.lang.reflect.Type;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;

/** The generated methods by operationId: what they take as body and give back. */
final class Operations {
    private final Map<String, Method> methods = new HashMap<>();

    Operations() {
        Path classes = Path.of("target/classes/io/facsimile/client/api");
        try (Stream<Path> files = Files.list(classes)) {
            for (Path file : files.toList()) {
                String name = Objects.requireNonNull(file.getFileName()).toString();
                if (name.endsWith("Api.class")) {
                    Class<?> api = Class.forName("io.facsimile.client.api." + name.replace(".class", ""));
                    for (Method method : api.getDeclaredMethods()) {
                        methods.put(method.getName(), method);
                    }
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (ClassNotFoundException e) {
            throw new IllegalStateException(e);
        }
    }

    /** Returns the type of the JSON body that an operation takes, its last parameter; none where it takes a form. */
    Optional<Type> body(String operationId) {
        Type[] parameters = method(operationId).getGenericParameterTypes();
        return parameters.length == 0
                ? Optional.empty()
                : Optional.of(parameters[parameters.length - 1])
                        .filter(type -> !type.getTypeName().endsWith("Form"));
    }

    /** Returns the type that an operation gives back. */
    Type answer(String operationId) {
        return method(operationId).getGenericReturnType();
    }

    /** Returns the type of an operation's events. */
    Optional<Type> event(String operationId) {
        Method method = methods.get(operationId + "Events");
        return method == null
                ? Optional.empty()
                : Optional.of(((java.lang.reflect.ParameterizedType) method.getGenericReturnType())
                        .getActualTypeArguments()[0]);
    }

    private Method method(String operationId) {
        Method method = methods.get(operationId);
        if (method == null) {
            throw new IllegalStateException("no generated method " + operationId);
        }
        return method;
    }
}
