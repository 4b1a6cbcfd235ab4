package io.facsimile.contract;

/**
 * How a request carries its credentials.
 *
 * @param in header or query
 * @param parameter the name of the header or query parameter
 * @param prefix what stands before the key, such as {@code Bearer}; empty for none
 */
public record SecurityScheme(String name, Parameter.In in, String parameter, String prefix) {}
