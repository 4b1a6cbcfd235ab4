package io.facsimile.mock.route;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.junit.jupiter.api.Test;

class RouteTableTest {
    private final RouteTable<String> routes = new RouteTable<>();

    private RouteTable.Found<String> found(String method, String path) {
        return (RouteTable.Found<String>) routes.find(method, path);
    }

    @Test
    void aLiteralPathWinsOverATemplate() {
        routes.add("GET", "/tasks/{id}", "one");
        routes.add("GET", "/tasks/all", "all");
        assertThat(found("GET", "/tasks/all").value()).isEqualTo("all");
        assertThat(found("GET", "/tasks/7").value()).isEqualTo("one");
        assertThat(found("GET", "/tasks/7").pathValues()).isEqualTo(Map.of("id", "7"));
    }

    @Test
    void valuesAreDecoded() {
        routes.add("GET", "/tasks/{id}", "one");
        assertThat(found("GET", "/tasks/a%2Fb%20c%E4%BD%A0+").pathValues()).isEqualTo(Map.of("id", "a/b c你+"));
    }

    @Test
    void aSegmentMayHoldAValueAndAWord() {
        routes.add("POST", "/models/{model}:generate", "generate");
        routes.add("POST", "/models/{model}:stream", "stream");
        assertThat(found("POST", "/models/gem-1:stream").value()).isEqualTo("stream");
        assertThat(found("POST", "/models/gem-1:stream").pathValues()).isEqualTo(Map.of("model", "gem-1"));
    }

    @Test
    void theFirstAddedKeepsAPathThatTwoHave() {
        routes.add("GET", "/v1/models", "first");
        routes.add("GET", "/v1/models", "second");
        assertThat(found("GET", "/v1/models").value()).isEqualTo("first");
    }

    @Test
    void otherMethodsAreNamed() {
        routes.add("GET", "/v1/models", "list");
        routes.add("DELETE", "/v1/models", "clear");
        assertThat(routes.find("POST", "/v1/models"))
                .isInstanceOfSatisfying(RouteTable.OtherMethods.class, other -> assertThat(
                                other.allowed().toString())
                        .contains("GET")
                        .contains("DELETE"));
        assertThat(routes.find("POST", "/v1/nothing")).isNotInstanceOf(RouteTable.OtherMethods.class);
    }
}
