package passkeyprovider

import org.junit.jupiter.api.Assertions.assertEquals
import org.junit.jupiter.api.Assertions.assertTrue
import org.junit.jupiter.api.Test
import kotlin.reflect.KClass
import kotlin.reflect.KType
import kotlin.reflect.KVisibility
import kotlin.reflect.full.createType
import kotlin.reflect.full.declaredMembers

class PublicApiTest {
    @Test
    fun `no generated type is in the public API`() {
        val leaks = publicClasses().flatMap { type ->
            val callables = type.declaredMembers + type.constructors
            val types = callables.filter {
                it.visibility == KVisibility.PUBLIC || it.visibility == KVisibility.PROTECTED
            }
                .flatMap { callable ->
                    callable.parameters.map { callable to it.type } +
                        (callable to callable.returnType)
                }
            types.filter { (_, used) ->
                isGenerated(used)
            }.map { (callable, used) -> "$type.${callable.name}: $used" } +
                type.supertypes.filter(::isGenerated).map { "$type: $it" }
        }
        assertEquals(emptyList<String>(), leaks)
        assertTrue(publicClasses().size > 60, "found ${publicClasses().size} classes")
    }

    @Test
    fun `no generated class is public`() {
        val visible = classesOf("passkeyprovider.ffi").filterNot {
            it.isSynthetic || it.isAnonymousClass ||
                it.isFileFacade
        }
            .filter { it.enclosingClass == null && it.kotlin.visibility == KVisibility.PUBLIC }
        assertEquals(emptyList<Class<*>>(), visible)
    }

    /** The test of the test: a generated type is told as one wherever it stands. */
    @Test
    fun `a generated type is seen inside another`() {
        val inner = passkeyprovider.ffi.Passkey::class.createType()
        assertTrue(isGenerated(inner))
        assertTrue(isGenerated(List::class.createType(listOf(kotlin.reflect.KTypeProjection.invariant(inner)))))
    }

    private fun isGenerated(type: KType): Boolean =
        (type.classifier as? KClass<*>)?.java?.packageName == "passkeyprovider.ffi" ||
            type.arguments.any { argument -> argument.type?.let(::isGenerated) == true }

    private fun publicClasses(): List<KClass<*>> = classesOf("passkeyprovider").filterNot {
        it.isSynthetic || it.isAnonymousClass || it.isLocalClass ||
            it.isFileFacade
    }
        .map { it.kotlin }.filter { it.visibility == KVisibility.PUBLIC }

    private val Class<*>.isFileFacade get() = getAnnotation(Metadata::class.java)?.kind != 1
}
