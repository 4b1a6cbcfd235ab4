package io.facsimile.contract;

/**
 * How a request carries its credentials.
 *
 * @param in header, query or cookie
 * @param parameter the name of the header, query parameter or cookie
 * @param prefix what stands before the key, such as {@code Bearer}; empty for none
 */
public record SecurityScheme(String name, Parameter.In in, String parameter, String prefix) {}
